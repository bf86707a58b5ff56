import type { Message } from "@live-chat/contract/message.ts";
import { type Firestore, messageRef, providerRef } from "@live-chat/core/documents.ts";
import type { CustomerKey } from "../../functions/src/messages/inbound-change.ts";

/** Leaves what delivering a reply leaves: the provider's id of the message, by which its statuses find it. */
export async function acceptByProvider(
  db: Firestore,
  { channel, account }: CustomerKey,
  { conversation_id, message_id }: Message,
  provider_id: string,
): Promise<void> {
  const batch = db.batch();
  batch.update(messageRef(db, conversation_id, message_id), { provider_id });
  batch.set(providerRef(db, channel, account, provider_id), {
    ...{ conversation_id, message_id, pending: [], expires_at: null },
  });
  await batch.commit();
}
