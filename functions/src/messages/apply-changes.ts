import { isDeepStrictEqual } from "node:util";
import type { MessageDocument } from "@live-chat/core/documents.ts";
import { isToSend } from "../delivery/begin-send.ts";
import { applyMessageChange } from "./apply-message-change.ts";
import { newConversation, withNewMessage, withProfile } from "./conversation-document.ts";
import type {
  CustomerKey,
  InboundChange,
  InboundMessage,
  MessageChange,
  PendingChange,
  StatusChange,
  StoredItem,
} from "./inbound-change.ts";
import { newInboundMessage } from "./message-document.ts";
import { linkAttempt, settlePending } from "./settle-pending.ts";
import { changedDocuments, type Known, type Stored } from "./stored.ts";

/** Changes that wait at one provider's id, at most; older ones go first. */
const MAX_PENDING = 100;

const UNKNOWN: Known = { conversation_id: null, message_id: null, pending: [] };

export type Arrival = {
  customer: CustomerKey;
  /** In order of arrival; messages come before what happens to messages. */
  changes: InboundChange[];
  /** The conversation that the customer's ids lead to, or the id for a new one. */
  conversationId: string;
  now: Date;
};

/**
 * Pure. Takes the documents as they are and what arrived for one customer; returns what became of each change,
 * in the same order, and the documents to write.
 */
export function applyChanges(before: Stored, arrival: Arrival): { items: StoredItem[]; changed: Stored } {
  const after: Stored = {
    conversations: new Map(before.conversations),
    messages: new Map(before.messages),
    known: new Map(before.known),
  };
  const items = arrival.changes.map((change) =>
    change.kind === "message" ? storeMessage(after, arrival, change) : changeMessage(after, arrival, change),
  );
  addCustomerIds(after, arrival);
  return { items, changed: changedDocuments(before, after) };
}

function addCustomerIds({ conversations }: Stored, { customer, conversationId }: Arrival): void {
  const conversation = conversations.get(conversationId);
  if (!conversation) return;
  const customer_ids = [...new Set([...conversation.customer_ids, ...customer.ids])];
  conversations.set(conversationId, { ...conversation, customer_ids });
}

function storeMessage(stored: Stored, arrival: Arrival, arrived: InboundMessage): StoredItem {
  const known = messageOf(stored, arrived.provider_id);
  if (known) return repeatOf(known, arrived);
  const message = addMessage(stored, arrival, arrived);
  const { conversation_id, message_id, seq } = message;
  const { pending } = stored.known.get(arrived.provider_id) ?? UNKNOWN;
  stored.known.set(arrived.provider_id, { conversation_id, message_id, pending: [] });
  settlePending(stored, message_id, pending);
  return { outcome: "stored", conversation_id, message_id, seq, duplicate: false };
}

function repeatOf(known: MessageDocument, arrived: InboundMessage): StoredItem {
  if (arrived.fingerprint !== null && arrived.fingerprint !== known.fingerprint) {
    return { outcome: "id_reused" };
  }
  const { conversation_id, message_id, seq } = known;
  return { outcome: "stored", conversation_id, message_id, seq, duplicate: true };
}

function addMessage(stored: Stored, arrival: Arrival, arrived: InboundMessage): MessageDocument {
  const { customer, conversationId, now } = arrival;
  const conversation = withProfile(
    stored.conversations.get(conversationId) ??
      newConversation(conversationId, customer, arrived.profile, now.toISOString()),
    arrived.profile,
    arrived.at ?? now.getTime(),
  );
  const message = newInboundMessage(conversation, arrived, now.toISOString());
  message.reply_to = resolveReply(stored, arrived, message);
  stored.messages.set(message.message_id, message);
  stored.conversations.set(conversationId, withNewMessage(conversation, message));
  return message;
}

/** The message answered, as our id; if it isn't known yet, the answer waits for it. */
function resolveReply(stored: Stored, arrived: InboundMessage, message: MessageDocument): string | null {
  if (arrived.reply_to === null || arrived.reply_to === arrived.provider_id) return null;
  const { conversation_id, message_id } = message;
  const target = messageOf(stored, arrived.reply_to);
  if (!target) wait(stored, arrived.reply_to, { kind: "reply", conversation_id, message_id });
  return target?.conversation_id === conversation_id ? target.message_id : null;
}

function changeMessage(stored: Stored, { customer }: Arrival, change: MessageChange): StoredItem {
  if (change.kind === "status") linkStatus(stored, customer, change);
  const message = messageOf(stored, change.target);
  if (!message) {
    wait(stored, change.target, change);
    return { outcome: "waiting" };
  }
  const before = change.kind === "status" ? spareRetry(message, change) : message;
  stored.messages.set(message.message_id, applyMessageChange(before, change));
  return { outcome: "applied" };
}

/**
 * A status that proves that an earlier attempt did leave makes the next one needless, as long as nobody began it: the
 * message is then the earlier one's again.
 */
function spareRetry(message: MessageDocument, { target, status, sent_as }: StatusChange): MessageDocument {
  if (!sent_as || !("attempt" in sent_as) || sent_as.message_id !== message.message_id) return message;
  const needless = sent_as.attempt < message.attempt && status !== "failed" && isToSend(message);
  return needless ? { ...message, provider_id: target } : message;
}

/** A status may know which attempt it is about while we still don't know the id that the attempt was given. */
function linkStatus(
  stored: Stored,
  { channel, account }: CustomerKey,
  { target, sent_as }: StatusChange,
): void {
  if (!sent_as || messageOf(stored, target)) return;
  const { conversation_id, message_id } = sent_as;
  const conversation = stored.conversations.get(conversation_id);
  const ours = conversation?.channel === channel && conversation.account === account;
  if (!ours || stored.messages.get(message_id)?.conversation_id !== conversation_id) return;
  linkAttempt(stored, sent_as, target);
}

function messageOf(stored: Stored, providerId: string): MessageDocument | undefined {
  const messageId = stored.known.get(providerId)?.message_id;
  return messageId ? stored.messages.get(messageId) : undefined;
}

function wait(stored: Stored, providerId: string, change: PendingChange): void {
  const known = stored.known.get(providerId) ?? UNKNOWN;
  if (known.pending.some((waiting) => isDeepStrictEqual(waiting, change))) return;
  stored.known.set(providerId, { ...known, pending: [...known.pending, change].slice(-MAX_PENDING) });
}
