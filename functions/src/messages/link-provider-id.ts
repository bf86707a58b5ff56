import { conversationRef, type Firestore, messageRef } from "@live-chat/core/documents.ts";
import type { SentAs } from "./attempt.ts";
import { inTurn } from "./in-turn.ts";
import type { StatusChange } from "./inbound-change.ts";
import { linkAttempt } from "./settle-pending.ts";
import { changedDocuments, type Stored } from "./stored.ts";
import { storedDocuments } from "./stored-documents.ts";

/** What a channel's answer to a send says: the id it gave to the message, and by which it knows the customer. */
export type ProviderIds = { providerId: string; customerId?: string | undefined };

/**
 * Notes which id the provider gave to an attempt, and applies what was said of that id before we knew it: a
 * status may overtake the answer to our send. What the customer writes finds this conversation by the id that the
 * provider has for them, also where a number is written in another way.
 */
export async function linkProviderId(
  db: Firestore,
  attempt: SentAs,
  { providerId, customerId }: ProviderIds,
  also: StatusChange[] = [],
): Promise<void> {
  const { conversation_id, message_id } = attempt;
  await inTurn(conversation_id, () =>
    db.runTransaction(
      async (transaction) => {
        const conversation = (await transaction.get(conversationRef(db, conversation_id))).data();
        const message = (await transaction.get(messageRef(db, conversation_id, message_id))).data();
        if (!conversation || !message) return;
        const documents = storedDocuments(db, transaction, conversation);
        const customer = customerId === undefined ? [] : [customerId];
        const { known, identities } = await documents.readLinks(customer, [providerId]);
        const before = await documents.readStored(known, conversation_id);
        before.messages.set(message_id, message);
        documents.write(applyLink(before, attempt, providerId, also));
        // One that leads elsewhere stays: that customer wrote to us there.
        for (const id of customer) {
          if (!identities.get(id)) documents.writeIdentity(id, conversation_id);
        }
      },
      { maxAttempts: 10 },
    ),
  );
}

/** Pure. Takes the documents as they are, returns those to write. */
export function applyLink(
  before: Stored,
  attempt: SentAs,
  providerId: string,
  also: StatusChange[] = [],
): Stored {
  const after = { ...before, messages: new Map(before.messages), known: new Map(before.known) };
  linkAttempt(after, attempt, providerId, also);
  return changedDocuments(before, after);
}
