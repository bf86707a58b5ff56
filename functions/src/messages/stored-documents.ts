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
import type { SentAs } from "./attempt.ts";
import type { CustomerKey, PendingChange } from "./inbound-change.ts";
import type { Known, Stored } from "./stored.ts";

/** What waits for a message that never comes is forgotten after this time: Meta repeats for 7 days. */
const PENDING_MS = 8 * 24 * 60 * 60 * 1000;

/** Where a provider's ids are unique. */
export type Place = Pick<CustomerKey, "channel" | "account">;

/** Which conversation the customer's ids lead to, and what is known at the provider's ids. */
export type Links = { identities: Map<string, string | null>; known: Map<string, Known> };

/** One transaction's reads and writes of what `applyChanges` works on: two round trips, whatever the number. */
export function storedDocuments(db: Firestore, transaction: Transaction, { channel, account }: Place) {
  const knownRef = (providerId: string) => providerRef<PendingChange>(db, channel, account, providerId);

  return {
    /** Reads where ids lead; null for a customer's id that was not seen before. */
    async readLinks(customerIds: string[], providerIds: string[]): Promise<Links> {
      const [identities, known] = await readBoth<IdentityDocument, ProviderRefDocument<PendingChange>>(
        transaction,
        customerIds.map((id) => identityRef(db, channel, account, id)),
        providerIds.map(knownRef),
      );
      return {
        identities: new Map(customerIds.map((id, index) => [id, identities[index]?.conversation_id ?? null])),
        known: new Map(providerIds.flatMap((id, index) => toKnown(id, known[index] ?? null))),
      };
    },

    /** Reads the messages that are known, were tried or wait for one, their conversations, `conversationId`'s. */
    async readStored(
      known: Links["known"],
      conversationId: string,
      attempts: SentAs[] = [],
    ): Promise<Stored> {
      const all = [...[...known.values()].flatMap(messagesNamed), ...attempts];
      const named = uniqueBy(all, ({ message_id }) => message_id);
      const ids = new Set([conversationId, ...named.map(({ conversation_id }) => conversation_id)]);
      const [conversations, messages] = await readBoth<ConversationDocument, MessageDocument>(
        transaction,
        [...ids].map((id) => conversationRef(db, id)),
        named.map(({ conversation_id, message_id }) => messageRef(db, conversation_id, message_id)),
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

/** Reads documents of two kinds in one round trip, null where there is none. */
async function readBoth<One, Other>(
  transaction: Transaction,
  ones: DocumentReference<One>[],
  others: DocumentReference<Other>[],
): Promise<[(One | null)[], (Other | null)[]]> {
  const refs = [...ones, ...others] as DocumentReference[];
  const snapshots = refs.length > 0 ? await transaction.getAll(...refs) : [];
  const documents = snapshots.map((snapshot) => snapshot.data() ?? null);
  return [
    documents.slice(0, ones.length) as (One | null)[],
    documents.slice(ones.length) as (Other | null)[],
  ];
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
