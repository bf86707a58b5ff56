import type { ConversationDocument } from "@live-chat/core/documents.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readConversation, receive } from "../../testing/receive.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import { publishMessageUpdate } from "../messages/publish-message-update.ts";
import { publishConversation, publishConversationUpdate } from "./publish-conversation.ts";

let services: Services;
let conversation: ConversationDocument;
beforeAll(async () => {
  services = await startServices();
  const id = await receive(services.db, "4921", ["Hello"], "Maria");
  conversation = await readConversation(services.db, id);
});
afterAll(() => services.stop());
beforeEach(() => services.redis.flushall());

async function published() {
  const found = await services.redis.xrange(redisKeys.log, "-", "+");
  const events = found.map(([, fields]) => fields).filter((fields) => fields[0] === "event");
  return events.map((fields) => ({ event: fields[1], data: JSON.parse(fields[3]!) }));
}

test("a changed conversation is told whole, without inner fields", async () => {
  const after = { ...conversation, status: "resolved" as const, version: conversation.version + 1 };
  await publishConversationUpdate(services, conversation, after);
  const [told, ...others] = await published();
  expect(others).toEqual([]);
  expect(told).toMatchObject({ event: "conversation_updated", data: { user_id: "4921" } });
  expect(told!.data.conversation).toMatchObject({
    status: "resolved",
    version: after.version,
    name: "Maria",
  });
  expect(told!.data.conversation).not.toHaveProperty("filter_keys");
});

test("a change that came with a new message is told by that message alone", async () => {
  const after = { ...conversation, last_seq: conversation.last_seq + 1, version: conversation.version + 1 };
  await publishConversationUpdate(services, conversation, after);
  expect(await published()).toEqual([]);
});

test("a conversation is told as new before its first message only if there is none", async () => {
  await publishConversation(services, conversation);
  expect(await published()).toEqual([]);
  await publishConversation(services, { ...conversation, last_seq: 0, last_message: null });
  expect(await published()).toMatchObject([
    { event: "new_conversation", data: { name: "Maria", phone: "+4921" } },
  ]);
});

test("a changed message is told; one that was only touched is not", async () => {
  const message = { ...conversation.last_message!, inbound_count: 1 } as never;
  const changed = { ...conversation.last_message!, status: "read", version: 9 } as never;
  await publishMessageUpdate(services, message, message);
  expect(await published()).toEqual([]);
  await publishMessageUpdate(services, message, changed);
  expect(await published()).toMatchObject([
    { event: "message_updated", data: { message: { status: "read", version: 9 }, user_id: "4921" } },
  ]);
});
