import { randomBytes } from "node:crypto";
import type { StartConversationBody } from "@live-chat/contract/rest.ts";
import {
  type ConversationDocument,
  conversationRef,
  type Firestore,
  identityRef,
  keyOf,
} from "@live-chat/core/documents.ts";
import { filterKeys } from "@live-chat/core/filter-keys.ts";
import { newConversation } from "../messages/conversation-document.ts";
import { inTurn } from "../messages/in-turn.ts";

type Started = { conversation: ConversationDocument; created: boolean };

/**
 * The conversation with a phone number, with `created: false` if there was one before: for ever one per channel,
 * account and customer. A new one goes live by its trigger, before its first message. Throws Firestore's errors.
 */
export async function startConversation(
  db: Firestore,
  { channel, account, phone, name }: StartConversationBody,
): Promise<Started> {
  const newId = randomBytes(15).toString("base64url");
  const identity = identityRef(db, channel, account, phone);
  return inTurn(keyOf(channel, account, phone), () =>
    db.runTransaction(async (transaction): Promise<Started> => {
      const known = (await transaction.get(identity)).data();
      const conversationId = known?.conversation_id ?? newId;
      const found = known && (await transaction.get(conversationRef(db, conversationId))).data();
      if (found) return { conversation: found, created: false };
      const customer = { channel, account, ids: [phone] };
      const profile = { user_id: phone, name: null, phone: null };
      const blank = newConversation(conversationId, customer, profile, new Date().toISOString());
      const named = name === undefined ? {} : { name, named_by_agent: true };
      const reached = { phone: `+${phone}`, customer_ids: [phone] };
      const conversation = { ...blank, ...named, ...reached, version: 1 };
      conversation.filter_keys = filterKeys(conversation);
      transaction.set(conversationRef(db, conversationId), conversation);
      transaction.set(identity, { conversation_id: conversationId });
      return { conversation, created: true };
    }),
  );
}
