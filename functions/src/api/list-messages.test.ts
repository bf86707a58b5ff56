import { messagesAnswer } from "@live-chat/contract/rest.ts";
import * as v from "valibot";
import { beforeAll, expect, test } from "vitest";
import { useApi } from "../../testing/api-for-tests.ts";
import { receive } from "../../testing/receive.ts";

const api = useApi();
let conversationId: string;
beforeAll(async () => {
  const texts = Array.from({ length: 10 }, (_, index) => `message ${index + 1}`);
  conversationId = await receive(api.db, "4917000", texts, "Maria");
});

async function page(query: string): Promise<[seqs: number[], hasMore: boolean]> {
  const { status, body } = await api.call("GET", `/conversations/${conversationId}/messages?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  const { messages, has_more } = v.parse(messagesAnswer, body);
  return [messages.map((message) => message.seq), has_more];
}

test("pages are ascending: the newest, those before, those after", async () => {
  expect(await page("")).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false]);
  expect(await page("limit=3")).toEqual([[8, 9, 10], true]);
  expect(await page("limit=3&before_seq=8")).toEqual([[5, 6, 7], true]);
  expect(await page("limit=7&before_seq=8")).toEqual([[1, 2, 3, 4, 5, 6, 7], false]);
  expect(await page("limit=3&after_seq=4")).toEqual([[5, 6, 7], true]);
  expect(await page("limit=3&after_seq=7")).toEqual([[8, 9, 10], false]);
  expect(await page("after_seq=10")).toEqual([[], false]);
  expect(await page("before_seq=1")).toEqual([[], false]);
  expect(await page("before_seq=0")).toEqual([[], false]);
});

test("a message has the fields of the wire and no inner ones", async () => {
  const { body } = await api.call("GET", `/conversations/${conversationId}/messages?limit=1`);
  expect(body.messages[0]).toMatchObject({ text: "message 10", direction: "inbound", status: "received" });
  expect(body.messages[0]).not.toHaveProperty("provider_id");
  expect(body.messages[0]).not.toHaveProperty("inbound_count");
});

test("an unknown conversation is 404, a wrong query 400", async () => {
  const unknown = await api.call("GET", "/conversations/unknown/messages");
  expect([unknown.status, unknown.body.code]).toEqual([404, "conversation_not_found"]);
  for (const query of ["limit=0", "before_seq=-1", "after_seq=1.5", "before_seq=1&after_seq=2", "seq=1"]) {
    const answer = await api.call("GET", `/conversations/${conversationId}/messages?${query}`);
    expect([answer.status, answer.body.code], query).toEqual([400, "bad_request"]);
  }
});

test("a conversation is read by its id", async () => {
  const { status, body } = await api.call("GET", `/conversations/${conversationId}`);
  expect(status).toBe(200);
  expect(body.conversation).toMatchObject({ name: "Maria", last_seq: 10, unread_count: 10, status: "open" });
  expect((await api.call("GET", "/conversations/unknown")).status).toBe(404);
});
