import { beforeAll, beforeEach, expect, test } from "vitest";
import { idToken, putAccount } from "../../testing/agents.ts";
import { useApi } from "../../testing/api-for-tests.ts";
import { readConversation, receive } from "../../testing/receive.ts";

const api = useApi();
let conversationId: string;
let customers = 0;
beforeAll(() => {
  putAccount({ uid: "bob", displayName: "Bob", role: "agent" });
});
beforeEach(async () => {
  conversationId = await receive(api.db, `4918${++customers}`, ["one", "two", "three"]);
});

const read = (body: unknown, uid = "ana") =>
  api.call("POST", `/conversations/${conversationId}/read`, { body, token: idToken(uid) });

async function positions(seq: number, uid?: string): Promise<[readSeq: number, unread: number]> {
  const { status, body } = await read({ seq }, uid);
  expect(status).toBe(200);
  return [body.conversation.read_seq, body.conversation.unread_count];
}

test("reading moves forward only, never beyond the last message, and counts what is left", async () => {
  expect(await positions(1)).toEqual([1, 2]);
  expect(await positions(0)).toEqual([1, 2]);
  expect(await positions(2)).toEqual([2, 1]);
  expect(await positions(1)).toEqual([2, 1]);
  expect(await positions(999_999)).toEqual([3, 0]);
});

test("only a real move raises the version", async () => {
  const { version } = await readConversation(api.db, conversationId);
  await positions(2);
  await positions(2);
  await positions(1);
  expect((await readConversation(api.db, conversationId)).version).toBe(version + 1);
});

test("what agents write is not unread, and what they write doesn't read", async () => {
  const body = { client_message_id: "c1", text: "Hi" };
  await api.call("POST", `/conversations/${conversationId}/messages`, { body });
  await receive(api.db, `4918${customers}`, ["four"]);
  expect((await readConversation(api.db, conversationId)).unread_count).toBe(4);
  // seq 4 is the answer: three of the customer's four messages are up to it.
  expect(await positions(4)).toEqual([4, 1]);
  expect(await positions(5)).toEqual([5, 0]);
});

test("with an assignee, others just look", async () => {
  const assign = (id: string | null) =>
    api.call("PATCH", `/conversations/${conversationId}`, { body: { assignee: id && { id } } });
  expect((await assign("bob")).status).toBe(200);
  expect(await positions(3, "ana")).toEqual([0, 3]);
  expect(await positions(2, "bob")).toEqual([2, 1]);
  await assign(null);
  expect(await positions(3, "ana")).toEqual([3, 0]);
});

test("reads and new messages at once: the count is what is really unread", async () => {
  await Promise.all([
    ...Array.from({ length: 10 }, (_, index) => read({ seq: index })),
    ...Array.from({ length: 10 }, (_, index) => receive(api.db, `4918${customers}`, [`more ${index}`])),
  ]);
  const { read_seq, last_seq, unread_count } = await readConversation(api.db, conversationId);
  expect(last_seq).toBe(13);
  expect(unread_count).toBe(last_seq - read_seq);
});

test.each([{}, { seq: -1 }, { seq: 1.5 }, { seq: "1" }, { seq: 1, extra: true }, { seq: null }])(
  "%j is 400",
  async (body) => {
    expect((await read(body)).status).toBe(400);
  },
);

test("an unknown conversation is 404", async () => {
  const answer = await api.call("POST", "/conversations/unknown/read", { body: { seq: 1 } });
  expect([answer.status, answer.body.code]).toEqual([404, "conversation_not_found"]);
});
