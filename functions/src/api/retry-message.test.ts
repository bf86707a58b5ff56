import { conversationRef } from "@live-chat/core/documents.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { putAccount } from "../../testing/agents.ts";
import { Delivery, MINUTE } from "../../testing/delivery.ts";
import { receive } from "../../testing/receive.ts";
import { type ServedApi, serveApi } from "../../testing/serve-api.ts";
import { type Services, startServices } from "../../testing/start-services.ts";

let services: Services;
let api: ServedApi;
let delivery: Delivery;
let conversation: string;
let customers = 0;
beforeAll(async () => {
  putAccount({ uid: "ana", displayName: "Ana", role: "agent" });
  services = await startServices();
  api = await serveApi(services);
  delivery = new Delivery(services);
  await delivery.graph.start();
});
afterAll(async () => {
  await delivery.graph.kill();
  await api.stop();
  await services.stop();
});
beforeEach(async () => {
  delivery.graph.fate = () => "take";
  conversation = await receive(services.db, `49177${++customers}`, ["Hello?"]);
});

const retry = (message_id: string, attempt: number) =>
  api.call("POST", `/conversations/${conversation}/messages/${message_id}/retry`, { body: { attempt } });

test("a failed message leaves again as the next attempt; asking ten times makes one", async () => {
  delivery.graph.fate = () => ({ refuse: 131049 });
  const { message_id } = await delivery.send(conversation, { text: "again" });
  const answers = await Promise.all(Array.from({ length: 10 }, () => retry(message_id, 2)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(answers[0]?.body.message).toMatchObject({ attempt: 2, status: "queued", error: null });
  delivery.graph.fate = () => "take";
  const queued = await delivery.read({ conversation_id: conversation, message_id });
  await Promise.all([delivery.trigger(queued), delivery.trigger(queued)]);
  expect(delivery.graph.texts.filter((text) => text === "again")).toHaveLength(1);
  expect(await delivery.read(queued)).toMatchObject({ status: "sent", attempt: 2 });
  // Asked once more when it is long done: still the same.
  expect((await retry(message_id, 2)).body.message).toMatchObject({ status: "sent", attempt: 2 });
});

test("an unconfirmed message may leave twice when an agent says so, and never goes back", async () => {
  delivery.graph.fate = () => "take and cut";
  const first = await delivery.send(conversation, { text: "twice" });
  await delivery.pass(2 * MINUTE);
  expect((await delivery.read(first)).status).toBe("unconfirmed");
  delivery.graph.fate = () => "take";
  expect((await retry(first.message_id, 2)).status).toBe(200);
  await delivery.trigger(await delivery.read(first));
  const sent = delivery.graph.taken.filter(({ body }) => body.text?.body === "twice");
  expect(sent.map(({ body }) => body.biz_opaque_callback_data.split("/")[2])).toEqual(["1", "2"]);
  expect((await delivery.read(first)).status).toBe("sent");
});

test("what was sent, a note, another attempt's number, an unknown message: refused, nothing changes", async () => {
  const sent = await delivery.send(conversation);
  const note = await delivery.store(conversation, { type: "note" });
  for (const { message_id } of [sent, note]) {
    const answer = await retry(message_id, 2);
    expect([answer.status, answer.body.code]).toEqual([409, "not_retryable"]);
  }
  delivery.graph.fate = () => ({ refuse: 131026 });
  const failed = await delivery.send(conversation);
  expect((await retry(failed.message_id, 3)).body).toMatchObject({ code: "not_retryable", attempt: 1 });
  expect((await retry(failed.message_id, 1)).status).toBe(400);
  expect((await retry("unknown", 2)).body.code).toBe("message_not_found");
  expect(await delivery.read(failed)).toEqual(failed);
});

test("after the window closed: 409 window_closed, for retries and for new texts, not for notes", async () => {
  delivery.graph.fate = () => ({ refuse: 131049 });
  const failed = await delivery.send(conversation);
  const stored = { client_message_id: "before", text: "before" };
  const path = `/conversations/${conversation}/messages`;
  expect((await api.call("POST", path, { body: stored })).status).toBe(201);
  const window_expires_at = new Date(Date.now() - 1).toISOString();
  await conversationRef(services.db, conversation).update({ window_expires_at });
  const answer = await retry(failed.message_id, 2);
  expect([answer.status, answer.body]).toMatchObject([409, { code: "window_closed", window_expires_at }]);
  const text = await api.call("POST", path, { body: { client_message_id: "t", text: "too late" } });
  expect([text.status, text.body.code]).toEqual([409, "window_closed"]);
  const note = { client_message_id: "n", type: "note", text: "missed it" };
  expect((await api.call("POST", path, { body: note })).status).toBe(201);
  // What was stored before is answered as it was then.
  expect((await api.call("POST", path, { body: stored })).status).toBe(200);
});
