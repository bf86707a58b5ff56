import { createHash } from "node:crypto";
import type {
  CollectionReference,
  DocumentData,
  DocumentReference,
  Firestore,
  FirestoreDataConverter,
  Timestamp,
} from "@google-cloud/firestore";
import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { Message } from "@live-chat/contract/message.ts";

/**
 * Documents have the shape of the wire, plus a few inner fields that never leave. So a message is the same
 * object from the transaction that stores it to the bubble that shows it.
 */
export type ConversationDocument = Conversation & {
  /** Inbound messages so far, and how many of them are read: `unread_count` is the difference. */
  inbound_count: number;
  read_inbound_count: number;
  /** What the list can be filtered by, see `filter-keys.ts`. */
  filter_keys: string[];
  /** Every id of the customer on this channel that leads here. */
  customer_ids: string[];
  /** The provider's time, in ms, of what `name` and `phone` came with: older ones change nothing. */
  name_time?: number;
  phone_time?: number;
};

export type MessageDocument = Message & {
  /** Inbound messages up to and with this one. */
  inbound_count: number;
  /** The channel's id of this message, once it has one. */
  provider_id: string | null;
  /** Digest of what was stored first, to tell a repeat from an id used twice. */
  fingerprint: string | null;
  /** The provider's time, in ms, of each author's newest reaction (also of one taken back) … */
  reaction_times: Record<string, number>;
  /** The ids of the reactions at that time: WhatsApp counts whole seconds, and people tap faster. */
  reaction_events?: string[];
  /** … and of the newest edit: older ones change nothing. */
  edit_time: number | null;
};

/** Which conversation a customer's id leads to; several may lead to one. */
export type IdentityDocument = { conversation_id: string };

/** What is known about a provider's message id: the message, or the changes that wait for it. */
export type ProviderRefDocument<Pending = unknown> = {
  conversation_id: string | null;
  message_id: string | null;
  pending: Pending[];
  /** Firestore's TTL removes what waited in vain. */
  expires_at: Timestamp | null;
};

export const conversations = (db: Firestore) =>
  collection<ConversationDocument>(db.collection("conversations"));
export const conversationRef = (db: Firestore, id: string) => conversations(db).doc(id);

export const messages = (db: Firestore, conversationId: string) =>
  collection<MessageDocument>(db.collection(`conversations/${conversationId}/messages`));
export const messageRef = (db: Firestore, conversationId: string, messageId: string) =>
  messages(db, conversationId).doc(messageId);

export const identityRef = (db: Firestore, channel: string, account: string, customerId: string) =>
  collection<IdentityDocument>(db.collection("identities")).doc(keyOf(channel, account, customerId));

export const providerRef = <Pending = unknown>(
  db: Firestore,
  channel: string,
  account: string,
  providerId: string,
) =>
  collection<ProviderRefDocument<Pending>>(db.collection("provider_refs")).doc(
    keyOf(channel, account, providerId),
  );

/** The message as it crosses the wire. */
export function toMessage(document: MessageDocument): Message {
  const { inbound_count, provider_id, fingerprint, reaction_times, reaction_events, edit_time, ...message } =
    document;
  return message;
}

/** The conversation as it crosses the wire. */
export function toConversation(document: ConversationDocument): Conversation {
  const {
    inbound_count,
    read_inbound_count,
    filter_keys,
    customer_ids,
    name_time,
    phone_time,
    ...conversation
  } = document;
  return conversation;
}

/**
 * A document id from outside words: hashed, since these may hold slashes, and spread evenly, since sequential
 * ids limit Firestore's write rate.
 */
export function keyOf(...words: string[]): string {
  return createHash("sha256").update(JSON.stringify(words)).digest("base64url").slice(0, 32);
}

function collection<T extends DocumentData>(untyped: CollectionReference): CollectionReference<T> {
  return untyped.withConverter(asIs as unknown as FirestoreDataConverter<T>);
}

/** Firestore holds our own documents only, each written by typed code: nothing to convert, just to name. */
const asIs: FirestoreDataConverter<DocumentData> = {
  toFirestore: (document) => document,
  fromFirestore: (snapshot) => snapshot.data(),
};

export type { DocumentReference, Firestore };
