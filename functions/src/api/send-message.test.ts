import { messageAnswer } from "@live-chat/contract/rest.ts";
import * as v from "valibot";
import { beforeEach, expect, test } from "vitest";
import { useApi } from "../../testing/api-for-tests.ts";
import { readConversation, receive } from "../../testing/receive.ts";
import type { Answer } from "../../testing/serve-api.ts";

const api = useApi();
let conversationId: string;
let customers = 0;
beforeEach(async () => {
  conversationId = await receive(api.db, `4917${++customers}`, ["Hello"]);
});

const send = (body: unknown): Promise<Answer> =>
  api.call("POST", `/conversations/${conversationId}/messages`, { body });

async function storedTexts(): Promise<(string | null)[]> {
  const { body } = await api.call("GET", `/conversations/${conversationId}/messages?limit=100`);
  return body.messages.map((message: { text: string | null }) => message.text);
}

test("an answer is stored, queued, signed with the agent's name, and assigns the conversation", async () => {
  const { status, body } = await send({ client_message_id: "c1", text: "Hi there" });
  expect(status).toBe(201);
  const { message } = v.parse(messageAnswer, body);
  expect(message).toMatchObject({
    seq: 2,
    direction: "outbound",
    author: { kind: "agent", id: "ana", name: "Ana" },
    type: "text",
    text: "Hi there",
    status: "queued",
    client_message_id: "c1",
  });
  const conversation = await readConversation(api.db, conversationId);
  expect(conversation).toMatchObject({
    assignee: { id: "ana", name: "Ana" },
    last_seq: 2,
    waiting_since: null,
  });
});

test("the same id again answers 200 with the same message and stores nothing", async () => {
  const first = await send({ client_message_id: "c1", text: "Hi" });
  const again = await send({ client_message_id: "c1", text: "Hi" });
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.body).toEqual(first.body);
  expect(await storedTexts()).toEqual(["Hello", "Hi"]);
});

test("the same id with another text or reply_to is 409 id_reused, even if the conversation moved", async () => {
  const first = await send({ client_message_id: "c1", text: "Hi" });
  const other = await send({ client_message_id: "c1", text: "Bye", expected_seq: 0 });
  expect([other.status, other.body.code]).toEqual([409, "id_reused"]);
  const reply = await send({ client_message_id: "c1", text: "Hi", reply_to: first.body.message.message_id });
  expect([reply.status, reply.body.code]).toEqual([409, "id_reused"]);
  expect(await storedTexts()).toEqual(["Hello", "Hi"]);
});

test("25 sends with the same id at once make one message", async () => {
  const body = { client_message_id: "race", text: "Once" };
  const answers = await Promise.all(Array.from({ length: 25 }, () => send(body)));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(24).fill(200), 201]);
  expect(new Set(answers.map((answer) => answer.body.message.message_id)).size).toBe(1);
  expect(await storedTexts()).toEqual(["Hello", "Once"]);
});

test("25 different sends at once are all stored, without a gap in seq", async () => {
  const bodies = Array.from({ length: 25 }, (_, index) => ({
    client_message_id: `c${index}`,
    text: `${index}`,
  }));
  const answers = await Promise.all(bodies.map(send));
  const seqs = answers.map((answer) => answer.body.message.seq).sort((a, b) => a - b);
  expect(seqs).toEqual(Array.from({ length: 25 }, (_, index) => index + 2));
});

test("what an agent hasn't seen stops the send, and comes with the answer", async () => {
  await receive(api.db, `4917${customers}`, ["One more thing"]);
  const moved = await send({ client_message_id: "c1", text: "Hi", expected_seq: 1 });
  expect([moved.status, moved.body.code, moved.body.last_seq]).toEqual([409, "conversation_moved", 2]);
  expect(moved.body.missed.map((message: { text: string }) => message.text)).toEqual(["One more thing"]);
  expect((await send({ client_message_id: "c1", text: "Hi", expected_seq: 2 })).status).toBe(201);
  // Sent before the customer wrote again; the repeat of a lost answer is no new message.
  await receive(api.db, `4917${customers}`, ["And another"]);
  expect((await send({ client_message_id: "c1", text: "Hi", expected_seq: 2 })).status).toBe(200);
});

test("of two sends that expect the same seq, one is told that the conversation moved", async () => {
  const answers = await Promise.all(
    ["a", "b"].map((id) => send({ client_message_id: id, text: id, expected_seq: 1 })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
});

test("a reply names a message of its conversation", async () => {
  const { body } = await api.call("GET", `/conversations/${conversationId}/messages`);
  const answered = body.messages[0].message_id;
  const reply = await send({ client_message_id: "c1", text: "Yes", reply_to: answered });
  expect([reply.status, reply.body.message.reply_to]).toEqual([201, answered]);

  const elsewhere = await receive(api.db, "49999", ["Elsewhere"]);
  const others = await api.call("GET", `/conversations/${elsewhere}/messages`);
  const foreign = others.body.messages[0].message_id;
  for (const reply_to of [foreign, "unknown"]) {
    const answer = await send({ client_message_id: "c2", text: "No", reply_to });
    expect([answer.status, answer.body.code]).toEqual([404, "message_not_found"]);
  }
  for (const reply_to of ["a/b", "a/b/c", "__x__", ".."]) {
    const answer = await send({ client_message_id: "c2", text: "No", reply_to });
    expect([answer.status, answer.body.errors?.[0].pointer]).toEqual([400, "/reply_to"]);
  }
  expect(await storedTexts()).toEqual(["Hello", "Yes"]);
});

test("a note stays inside: internal, not delivered, nobody is answered by it", async () => {
  const { status, body } = await send({ client_message_id: "n1", type: "note", text: "VIP, be nice" });
  expect(status).toBe(201);
  expect(body.message).toMatchObject({ direction: "internal", type: "note", attempt: 0 });
  const conversation = await readConversation(api.db, conversationId);
  expect(conversation).toMatchObject({ assignee: null, unread_count: 1 });
  expect(conversation.waiting_since).not.toBeNull();
});

test.each([
  ["no text", { client_message_id: "c1" }],
  ["blank text", { client_message_id: "c1", text: " \n\t " }],
  ["text too long", { client_message_id: "c1", text: "x".repeat(4097) }],
  ["no id", { text: "Hi" }],
  ["an id too long", { client_message_id: "x".repeat(129), text: "Hi" }],
  ["a type of the customer's", { client_message_id: "c1", text: "Hi", type: "image" }],
  ["a negative expected_seq", { client_message_id: "c1", text: "Hi", expected_seq: -1 }],
])("%s is 400 and stores nothing", async (_what, body) => {
  expect((await send(body)).status).toBe(400);
  expect(await storedTexts()).toEqual(["Hello"]);
});

test("ids and texts of any script are kept as they are", async () => {
  const text = "مرحبا 👩‍👩‍👧 <b>not html</b> \u0000 \ud83d\ude00";
  const { status, body } = await send({ client_message_id: "../weird id/ä?#", text });
  expect([status, body.message.text]).toEqual([201, text]);
});

test("half an emoji, which no UTF-8 can hold, doesn't break anything", async () => {
  const raw = '{"client_message_id":"half","text":"half \\ud83d"}';
  const answer = await api.call("POST", `/conversations/${conversationId}/messages`, { raw });
  expect(answer.status).toBe(201);
  expect(answer.body.message.text).toBe("half \ufffd");
  expect(await storedTexts()).toEqual(["Hello", "half \ufffd"]);
});

test("a send into an unknown conversation is 404", async () => {
  const body = { client_message_id: "c1", text: "Hi" };
  const answer = await api.call("POST", "/conversations/unknown/messages", { body });
  expect([answer.status, answer.body.code]).toEqual([404, "conversation_not_found"]);
});
