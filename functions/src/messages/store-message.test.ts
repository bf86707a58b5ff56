import type { Author } from "@live-chat/contract/message.ts";
import {
  type ConversationDocument,
  conversationRef,
  type MessageDocument,
  messages,
} from "@live-chat/core/documents.ts";
import { Firestore } from "firebase-admin/firestore";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningFirestore, startFirestore } from "../../../local/firestore/server.ts";
import type { CustomerKey, InboundMessage, StoredItem } from "./inbound-change.ts";
import { storeInbound, storeReply } from "./store-message.ts";

let server: RunningFirestore;
let db: Firestore;
beforeAll(async () => {
  server = await startFirestore();
  db = new Firestore({
    projectId: "demo-live-chat",
    host: `${server.host}:${server.port}`,
    ssl: false,
    customHeaders: { Authorization: "Bearer owner" },
  });
});
afterAll(async () => {
  await db.terminate();
  await server.stop();
});

const agent: Author = { kind: "agent", id: "agent-1", name: "Ana" };
let customers = 0;
const newCustomer = (): CustomerKey => ({ channel: "whatsapp", account: "100", ids: [`4917${++customers}`] });

function inbound(
  customer: CustomerKey,
  provider_id: string,
  more: Partial<InboundMessage> = {},
): InboundMessage {
  const id = customer.ids[0] ?? "";
  return {
    kind: "message",
    provider_id: `${id}-${provider_id}`,
    author: "customer",
    profile: { user_id: id, name: "Maria", phone: `+${id}` },
    type: "text",
    text: provider_id,
    content: null,
    attachments: [],
    reply_to: null,
    at: 1_700_000_000_000,
    fingerprint: null,
    ...more,
  };
}

function stored(item: StoredItem | undefined) {
  if (item?.outcome !== "stored") throw new Error(`not stored but ${item?.outcome}`);
  return item;
}

async function readConversation(id: string): Promise<ConversationDocument> {
  return (await conversationRef(db, id).get()).data()!;
}
async function readMessages(id: string): Promise<MessageDocument[]> {
  return (await messages(db, id).orderBy("seq").get()).docs.map((it) => it.data());
}

test("a hundred messages at once into one conversation: all stored, without a gap", async () => {
  const customer = newCustomer();
  const numbers = Array.from({ length: 100 }, (_, index) => index + 1);
  const started = performance.now();
  const items = await Promise.all(
    numbers.map((n) => storeInbound(db, customer, [inbound(customer, `m${n}`)])),
  );
  console.log("100 concurrent", Math.round(performance.now() - started), "ms");
  const { conversation_id } = stored(items[0]?.[0]);
  const all = await readMessages(conversation_id);
  expect(all.map(({ seq }) => seq)).toEqual(numbers);
  const conversation = await readConversation(conversation_id);
  expect(conversation).toMatchObject({ last_seq: 100, unread_count: 100, version: 100 });
  expect(conversation.last_message?.seq).toBe(100);
});

test("customer and agent at the same time", async () => {
  const customer = newCustomer();
  const [first] = await storeInbound(db, customer, [inbound(customer, "first")]);
  const { conversation_id } = stored(first);
  const started = performance.now();
  await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      await storeInbound(db, customer, [inbound(customer, `in${n}`)]);
      const body = { client_message_id: `out${n}`, type: "text" as const, text: "hi", reply_to: null };
      await storeReply(db, conversation_id, agent, body);
    }),
  );
  console.log("20+20 concurrent", Math.round(performance.now() - started), "ms");
  const all = await readMessages(conversation_id);
  expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: 41 }, (_, n) => n + 1));
});
