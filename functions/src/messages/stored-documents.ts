import {
  type ConversationDocument,
  conversationRef,
  type Firestore,
  type IdentityDocument,
  identityRef,
  type MessageDocument,
  messageRef,
  type ProviderRefDocument,
  providerRef,
} from "@live-chat/core/documents.ts";
import { type DocumentReference, Timestamp, type Transaction } from "firebase-admin/firestore";
import type { CustomerKey, PendingChange } from "./inbound-change.ts";
import type { Known, Stored } from "./stored.ts";

/** What waits for a message that never comes is forgotten after this time: Meta repeats for 7 days. */
const PENDING_MS = 8 * 24 * 60 * 60 * 1000;

/** Where a provider's ids are unique. */
export type Place = Pick<CustomerKey, "channel" | "account">;

/** One transaction's reads and writes of what `applyChanges` works on. */
export function storedDocuments(db: Firestore, transaction: Transaction, { channel, account }: Place) {
  const readAll = async <T>(refs: DocumentReference<T>[]): Promise<(T | null)[]> => {
    if (refs.length === 0) return [];
    const snapshots = await transaction.getAll(...refs);
    return snapshots.map((snapshot) => snapshot.data() ?? null);
  };
  const knownRef = (providerId: string) => providerRef<PendingChange>(db, channel, account, providerId);

  return {
    /** Returns the conversation id that each customer id leads to, null where it was not seen before. */
    async readIdentities(customerIds: string[]): Promise<Map<string, string | null>> {
      const identities = await readAll<IdentityDocument>(
        customerIds.map((id) => identityRef(db, channel, account, id)),
      );
      return new Map(customerIds.map((id, index) => [id, identities[index]?.conversation_id ?? null]));
    },

    /** Reads all that is known at the provider's ids: messages, what waits there, and their conversations. */
    async read(providerIds: string[], conversationIds: string[]): Promise<Stored> {
      const documents = await readAll<ProviderRefDocument<PendingChange>>(providerIds.map(knownRef));
      const known = new Map(providerIds.flatMap((id, index) => toKnown(id, documents[index] ?? null)));
      const named = [...known.values()].flatMap(messagesNamed);
      const messages = await readAll<MessageDocument>(
        uniqueBy(named, ({ message_id }) => message_id).map((name) =>
          messageRef(db, name.conversation_id, name.message_id),
        ),
      );
      const ids = new Set([...conversationIds, ...named.map(({ conversation_id }) => conversation_id)]);
      const conversations = await readAll<ConversationDocument>(
        [...ids].map((id) => conversationRef(db, id)),
      );
      return {
        known,
        messages: new Map(messages.flatMap((it) => (it ? [[it.message_id, it] as const] : []))),
        conversations: new Map(
          conversations.flatMap((it) => (it ? [[it.conversation_id, it] as const] : [])),
        ),
      };
    },

    /** Writes the documents that changed. */
    write({ conversations, messages, known }: Stored): void {
      for (const it of conversations.values()) {
        transaction.set(conversationRef(db, it.conversation_id), it);
      }
      for (const it of messages.values()) {
        transaction.set(messageRef(db, it.conversation_id, it.message_id), it);
      }
      for (const [providerId, it] of known) transaction.set(knownRef(providerId), withExpiry(it));
    },

    writeIdentity(customerId: string, conversationId: string): void {
      transaction.set(identityRef(db, channel, account, customerId), { conversation_id: conversationId });
    },
  };
}

function toKnown(providerId: string, document: ProviderRefDocument<PendingChange> | null): [string, Known][] {
  if (!document) return [];
  const { conversation_id, message_id, pending } = document;
  return [[providerId, { conversation_id, message_id, pending }]];
}

function withExpiry(known: Known): ProviderRefDocument<PendingChange> {
  const waits = known.message_id === null;
  return { ...known, expires_at: waits ? Timestamp.fromMillis(Date.now() + PENDING_MS) : null };
}

/** The messages a provider's id stands for: its own, and answers that wait for it. */
function messagesNamed({ conversation_id, message_id, pending }: Known) {
  const own = conversation_id && message_id ? [{ conversation_id, message_id }] : [];
  return [...own, ...pending.filter((change) => change.kind === "reply")];
}

function uniqueBy<T>(values: T[], key: (value: T) => string): T[] {
  return [...new Map(values.map((value) => [key(value), value])).values()];
}
