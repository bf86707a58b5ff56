import { createHash } from "node:crypto";
import type {
  CollectionReference,
  DocumentData,
  DocumentReference,
  Firestore,
  FirestoreDataConverter,
  Timestamp,
} from "@google-cloud/firestore";
import type { AuditAction, AuditChange, AuditEntry } from "@live-chat/contract/audit.ts";
import type { CannedAnswer } from "@live-chat/contract/canned-answers.ts";
import type { ChannelState } from "@live-chat/contract/channels.ts";
import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { Preferences } from "@live-chat/contract/me.ts";
import type { DeliveryError, Message, Reaction } from "@live-chat/contract/message.ts";
import type { Settings } from "@live-chat/contract/settings.ts";

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
  /** True: an agent chose the name, and what the channel says no longer counts. */
  named_by_agent?: boolean;
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
  /** When handing this attempt to the channel began: from then on it may have left, and is never begun again. */
  send_began_at?: string | null;
  /** The newest reaction of ours, once there is one. */
  reaction_send?: ReactionSend | null;
  /** What a search finds it by, see `search-words.ts`; absent in documents from before there was a search. */
  search_words?: string[];
  /** The trace of the request that stored it, under which its whole way is logged. */
  trace?: string | null;
};

/** Our side's reaction to a customer's message on its way to the customer, who sees one of ours at a time. */
export type ReactionSend = {
  /** Counts up with each change: what is said of an earlier one no longer matters. */
  number: number;
  /** What the customer is to see; null: nothing any more. */
  reaction: OwnReaction | null;
  /** What they saw before, as far as anybody knows. */
  before: OwnReaction | null;
  status: "queued" | "sent" | "failed" | "unconfirmed";
  error: DeliveryError | null;
  at: string;
  /** It leaves after the messages up to this `seq`, and before the others. */
  after_seq: number;
  /** As a message's `send_began_at`. */
  began_at: string | null;
  /** The channel's id of this reaction, by which a status speaks of it. */
  provider_id: string | null;
};
export type OwnReaction = Pick<Reaction, "emoji" | "author">;

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

/** Who delivers a conversation's queue, and when it goes on. Times in ms. */
export type DeliveryDocument = {
  conversation_id: string;
  channel: string;
  account: string;
  /** Whose lease it is, until when. */
  holder: string | null;
  lease_ends: number;
  /** Somebody found the lease held: its holder looks once more before it lets go. */
  asked_again: boolean;
  /** Nothing is sent before, after as many tries that the channel surely didn't accept, the first of them then. */
  wait_until: number;
  tries: number;
  failing_since: number | null;
};

/** A channel's state; `probe_at` (ms): when a stopped one is tried again, by a single message. */
export type ChannelDocument = ChannelState & { probe_at: number };

/** What is remembered for an agent beside their account. */
export type AgentDocument = { pinned: string[]; preferences: Preferences };

/** How often agents were changed: they themselves are kept by Auth, this mark of it triggers what tells dashboards. */
export type AgentChangesDocument = { changes: number };

/**
 * Who did what that others must be able to ask about. It outlives what it speaks of: about an erased conversation
 * it holds ids only.
 */
export type AuditDocument = {
  action: AuditAction;
  agent_id: string;
  begun_at: string;
  /** Null while it isn't done, or was interrupted. */
  finished_at: string | null;
  /** What was erased, and how much that was. */
  conversation_id?: string;
  messages?: number;
  /** Entries from the first days lack these. */
  agent_name?: string | null;
  target?: AuditEntry["target"];
  changes?: AuditChange[];
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

export const deliveryQueues = (db: Firestore) =>
  collection<DeliveryDocument>(db.collection("delivery_queues"));
export const deliveryRef = (db: Firestore, conversationId: string) => deliveryQueues(db).doc(conversationId);
export const channels = (db: Firestore) => collection<ChannelDocument>(db.collection("channels"));
export const channelRef = (db: Firestore, channel: string, account: string) =>
  channels(db).doc(keyOf(channel, account));

export const settingsRef = (db: Firestore) =>
  collection<Settings>(db.collection("settings")).doc("workspace");
export const cannedAnswers = (db: Firestore) => collection<CannedAnswer>(db.collection("canned_answers"));
export const agentRef = (db: Firestore, id: string) =>
  collection<AgentDocument>(db.collection("agents")).doc(id);
export const agentChangesRef = (db: Firestore) =>
  collection<AgentChangesDocument>(db.collection("agent_changes")).doc("all");
export const auditLog = (db: Firestore) => collection<AuditDocument>(db.collection("audit_log"));

/** The message as it crosses the wire. */
export function toMessage(document: MessageDocument): Message {
  const {
    inbound_count,
    provider_id,
    fingerprint,
    reaction_times,
    reaction_events,
    edit_time,
    send_began_at,
    reaction_send,
    search_words,
    trace,
    ...message
  } = document;
  return message;
}

/** The conversation as it crosses the wire; what documents from earlier days lack is filled in. */
export function toConversation(document: ConversationDocument): Conversation {
  const {
    inbound_count,
    read_inbound_count,
    filter_keys,
    customer_ids,
    name_time,
    phone_time,
    named_by_agent,
    ...conversation
  } = document;
  return { ...LATER_FIELDS, ...conversation };
}

/** Fields that conversations didn't always have. */
const LATER_FIELDS = { note: null, blocked: false, window_expires_at: null };

/**
 * A document id from outside words: hashed, since these may hold slashes, and spread evenly, since sequential
 * ids limit Firestore's write rate. It never is of the form `__…__`, which Firestore refuses.
 */
export function keyOf(...words: string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(words)).digest("base64url").slice(0, 32);
  return hash.replace(/^__(.*)__$/, "-_$1__");
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
