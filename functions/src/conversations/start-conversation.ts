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
import { numberVariants } from "./number-variants.ts";

type Started = { conversation: ConversationDocument; created: boolean };

/**
 * The conversation with a phone number, with `created: false` if there was one before, also by another way to write
 * the number: for ever one per channel, account and customer. A new one goes live by its trigger, before its first
 * message. Throws Firestore's errors.
 */
export async function startConversation(
  db: Firestore,
  { channel, account, phone, name }: StartConversationBody,
): Promise<Started> {
  const newId = randomBytes(15).toString("base64url");
  const identities = [phone, ...numberVariants(phone)].map((it) => identityRef(db, channel, account, it));
  return inTurn(keyOf(channel, account, phone), () =>
    db.runTransaction(async (transaction): Promise<Started> => {
      const known = (await transaction.getAll(...identities)).find(({ exists }) => exists)?.data();
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
      transaction.set(identities[0]!, { conversation_id: conversationId });
      return { conversation, created: true };
    }),
  );
}
