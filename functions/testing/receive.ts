import { type ConversationDocument, conversationRef } from "@live-chat/core/documents.ts";
import type { Firestore } from "firebase-admin/firestore";
import type { InboundMessage } from "../src/messages/inbound-change.ts";
import { storeInbound } from "../src/messages/store-message.ts";

let received = 0;

/** Has customers' messages stored, as webhooks do; returns the conversation's id. */
export async function receive(
  db: Firestore,
  customer: string,
  texts: string[],
  name: string | null = null,
): Promise<string> {
  const phone = /^\d+$/.test(customer) ? `+${customer}` : null;
  const changes = texts.map(
    (text): InboundMessage => ({
      kind: "message",
      provider_id: `provider-${++received}`,
      author: "customer",
      profile: { user_id: customer, name, phone },
      type: "text",
      text,
      content: null,
      attachments: [],
      reply_to: null,
      at: Date.now(),
      fingerprint: null,
    }),
  );
  const items = await storeInbound(db, { channel: "whatsapp", account: "100", ids: [customer] }, changes);
  if (items[0]?.outcome !== "stored") throw new Error("not stored");
  return items[0].conversation_id;
}

export async function readConversation(db: Firestore, id: string): Promise<ConversationDocument> {
  return (await conversationRef(db, id).get()).data()!;
}
