import { conversationRef } from "@live-chat/core/documents.ts";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { idToken, putAccount } from "../../testing/agents.ts";
import { useApi } from "../../testing/api-for-tests.ts";
import { receive } from "../../testing/receive.ts";

const api = useApi();
let conversation: string;
let customers = 0;
beforeAll(() => {
  putAccount({ uid: "ben", displayName: "Ben", role: "agent" });
});
beforeEach(async () => {
  conversation = await receive(api.db, `49178${++customers}`, ["Hello?"]);
});

const write = async (type: string, text: string) => {
  const body = { client_message_id: `${type}-${text}`, type, text };
  return (await api.call("POST", `/conversations/${conversation}/messages`, { body })).body.message;
};
const edit = (message_id: string, text: string, more = {}) =>
  api.call("PATCH", `/conversations/${conversation}/messages/${message_id}`, { body: { text }, ...more });

test("a note says what its author made of it, in the thread, the list and the search", async () => {
  const note = await write("note", "Promised her frday");
  const { status, body } = await edit(note.message_id, "Promised her Friday");
  expect(status).toBe(200);
  expect(body.message).toMatchObject({ text: "Promised her Friday", version: note.version + 1 });
  expect(body.message.edited_at).toMatch(/Z$/);
  const { last_message } = (await conversationRef(api.db, conversation).get()).data()!;
  expect(last_message).toMatchObject({ text: "Promised her Friday" });
  const found = await api.call("GET", "/search?q=friday");
  expect(found.body.messages.map((hit: { message: object }) => hit.message)).toMatchObject([
    { message_id: note.message_id },
  ]);
  // Said once more it changes nothing.
  expect((await edit(note.message_id, "Promised her Friday")).body).toEqual(body);
});

test("what went to the customer and what a colleague wrote stay as they are", async () => {
  const sent = await write("text", "Hello!");
  const note = await write("note", "mine");
  for (const answer of [
    await edit(sent.message_id, "Bye!"),
    await edit(note.message_id, "ours", { token: idToken("ben") }),
  ])
    expect([answer.status, answer.body.code]).toEqual([409, "not_editable"]);
  expect((await edit(note.message_id, "  ")).status).toBe(400);
  expect((await edit("unknown", "new")).body.code).toBe("message_not_found");
});
