import { type Firestore, type MessageDocument, messageRef } from "@live-chat/core/documents.ts";
import { type Lease, renewLease } from "./lease.ts";

/**
 * Marks a message as being handed over, before it is: from then on it may have left, and no one begins this attempt
 * again. Returns when it began; null where there is nothing to begin any more. Throws LeaseHeldError.
 */
export async function beginSend(
  db: Firestore,
  lease: Lease,
  { conversation_id, message_id, attempt }: MessageDocument,
  now: number,
): Promise<string | null> {
  const ref = messageRef(db, conversation_id, message_id);
  return db.runTransaction(async (transaction) => {
    const renew = await renewLease(db, transaction, lease, now);
    const message = (await transaction.get(ref)).data();
    if (!message || !isToSend(message) || message.attempt !== attempt) return null;
    const began = new Date(now).toISOString();
    renew();
    transaction.update(ref, { send_began_at: began });
    return began;
  });
}

/** Takes the mark back, as the message surely didn't leave. */
export async function undoBegin(
  db: Firestore,
  { conversation_id, message_id, attempt }: MessageDocument,
  began: string,
): Promise<void> {
  const ref = messageRef(db, conversation_id, message_id);
  await db.runTransaction(async (transaction) => {
    const message = (await transaction.get(ref)).data();
    if (message?.attempt !== attempt || message.send_began_at !== began || message.status !== "queued")
      return;
    transaction.update(ref, { send_began_at: null });
  });
}

/** Only what is meant for the customer, and waits to be sent: never a note, whatever else it says. */
export function isQueued({ direction, type, status }: MessageDocument): boolean {
  return direction === "outbound" && type !== "note" && status === "queued";
}

export const isToSend = (message: MessageDocument) => isQueued(message) && !message.send_began_at;
