import { conversationRef, type Firestore, messageRef } from "@live-chat/core/documents.ts";
import { settlePending } from "./apply-changes.ts";
import { changedDocuments, type Stored } from "./stored.ts";
import { storedDocuments } from "./stored-documents.ts";

/** One try to deliver one message. */
export type Attempt = { conversation_id: string; message_id: string; attempt: number };

/**
 * Notes which id the provider gave to an attempt, and applies what was said of that id before we knew it: a
 * status may overtake the answer to our send. An attempt that is no longer the message's changes nothing.
 */
export async function linkProviderId(db: Firestore, attempt: Attempt, providerId: string): Promise<void> {
  const { conversation_id, message_id } = attempt;
  await db.runTransaction(async (transaction) => {
    const conversation = (await transaction.get(conversationRef(db, conversation_id))).data();
    const message = (await transaction.get(messageRef(db, conversation_id, message_id))).data();
    if (!conversation || !message) return;
    const documents = storedDocuments(db, transaction, conversation);
    const { known } = await documents.readLinks([], [providerId]);
    const before = await documents.readStored(known, conversation_id);
    before.messages.set(message_id, message);
    documents.write(applyLink(before, attempt, providerId));
  });
}

/** Pure. Takes the documents as they are, returns those to write. */
export function applyLink(before: Stored, { message_id, attempt }: Attempt, providerId: string): Stored {
  const after = { ...before, messages: new Map(before.messages), known: new Map(before.known) };
  const message = before.messages.get(message_id);
  if (message?.attempt === attempt) {
    const { conversation_id } = message;
    const pending = before.known.get(providerId)?.pending ?? [];
    after.messages.set(message_id, { ...message, provider_id: providerId });
    after.known.set(providerId, { conversation_id, message_id, pending: [] });
    settlePending(after, message_id, pending);
  }
  return changedDocuments(before, after);
}
