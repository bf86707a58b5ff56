import { conversationAnswer } from "@live-chat/contract/rest.ts";
import * as v from "valibot";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { putAccount } from "../../testing/agents.ts";
import { useApi } from "../../testing/api-for-tests.ts";
import { readConversation, receive } from "../../testing/receive.ts";

const api = useApi();
let conversationId: string;
let customers = 0;
beforeAll(() => {
  putAccount({ uid: "visitor", role: null });
  putAccount({ uid: "left", role: "agent", disabled: true });
});
beforeEach(async () => {
  conversationId = await receive(api.db, `4919${++customers}`, ["Hello"], "Maria");
});

const patch = (body: unknown) => api.call("PATCH", `/conversations/${conversationId}`, { body });

async function patched(body: unknown) {
  const answer = await patch(body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return v.parse(conversationAnswer, answer.body).conversation;
}

test("what is mentioned changes, the rest stays, the version goes up by one", async () => {
  const before = await readConversation(api.db, conversationId);
  const after = await patched({ status: "waiting" });
  expect(after).toMatchObject({ status: "waiting", labels: [], assignee: null, version: before.version + 1 });
  expect(after.waiting_since).toBe(before.waiting_since);
});

test("a change to what already is changes nothing", async () => {
  const first = await patched({ status: "resolved", labels: ["vip"] });
  expect(await patched({ status: "resolved", labels: ["vip"] })).toEqual(first);
});

test("resolving settles what was unanswered; the customer's next message opens it and waits from then", async () => {
  expect(await patched({ status: "resolved" })).toMatchObject({ status: "resolved", waiting_since: null });
  await receive(api.db, `4919${customers}`, ["And one more thing"]);
  const reopened = await readConversation(api.db, conversationId);
  expect(reopened.status).toBe("open");
  expect(reopened.waiting_since).toBe(reopened.last_message?.created_at);
});

test("the assignee's name is looked up, whatever the caller says; null releases", async () => {
  const body = { assignee: { id: "ana", name: "Somebody else" } };
  expect((await patched(body)).assignee).toEqual({ id: "ana", name: "Ana" });
  putAccount({ uid: "kim", email: "kim@example.com", role: "agent" });
  const kim = await patched({ assignee: { id: "kim" } });
  expect(kim.assignee).toEqual({ id: "kim", name: "kim@example.com" });
  expect((await patched({ assignee: null })).assignee).toBeNull();
});

test.each(["nobody", "visitor", "left", "", "x".repeat(500), "../x"])(
  "who is no agent can't be assigned: %s",
  async (id) => {
    const { status, body } = await patch({ assignee: { id } });
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, "bad_request", "/assignee/id"]);
    expect((await readConversation(api.db, conversationId)).assignee).toBeNull();
  },
);

test("labels are trimmed, kept once, and found by the list; the name still is", async () => {
  expect((await patched({ labels: [" vip ", "new", "vip"] })).labels).toEqual(["vip", "new"]);
  await patched({ labels: ["new"] });
  const found = async (query: string) => (await api.call("GET", `/conversations?${query}`)).body;
  const ids = (body: { conversations: { conversation_id: string }[] }) =>
    body.conversations.map(({ conversation_id }) => conversation_id);
  expect(ids(await found("label=new"))).toContain(conversationId);
  expect(ids(await found("label=vip"))).not.toContain(conversationId);
  expect(ids(await found("q=mar"))).toContain(conversationId);
});

test("many changes at once: each one counts", async () => {
  const { version } = await readConversation(api.db, conversationId);
  const statuses = ["waiting", "open", "resolved"];
  const bodies = Array.from({ length: 12 }, (_, i) => ({ labels: [`label ${i}`], status: statuses[i % 3] }));
  const answers = await Promise.all(bodies.map(patched));
  const versions = answers.map((conversation) => conversation.version).sort((a, b) => a - b);
  expect(versions).toEqual(Array.from({ length: 12 }, (_, index) => version + 1 + index));
});

test.each([
  [{}, ""],
  [{ status: "closed" }, "/status"],
  [{ assignee: "ana" }, "/assignee"],
  [{ assignee: {} }, "/assignee/id"],
  [{ labels: "vip" }, "/labels"],
  [{ labels: ["ok", ""] }, "/labels/1"],
  [{ labels: [7] }, "/labels/0"],
  [{ labels: ["x".repeat(41)] }, "/labels/0"],
  [{ labels: Array.from({ length: 21 }, (_, index) => `${index}`) }, "/labels"],
  [{ unread_count: 0 }, "/unread_count"],
])("%j is 400 and changes nothing", async (body, pointer) => {
  const before = await readConversation(api.db, conversationId);
  const answer = await patch(body);
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
  expect(await readConversation(api.db, conversationId)).toEqual(before);
});

test("an unknown conversation is 404", async () => {
  const answer = await api.call("PATCH", "/conversations/unknown", { body: { status: "open" } });
  expect([answer.status, answer.body.code]).toEqual([404, "conversation_not_found"]);
});
