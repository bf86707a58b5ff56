import { type ConversationDocument, type MessageDocument, toMessage } from "@live-chat/core/documents.ts";
import { filterKeys } from "@live-chat/core/filter-keys.ts";
import { windowAfter, windowAtFirst } from "../conversations/window.ts";
import type { CustomerKey, Profile } from "./inbound-change.ts";

/** Pure. The conversation with a customer who writes for the first time, before that message is in it. */
export function newConversation(
  conversationId: string,
  customer: CustomerKey,
  profile: Profile,
  now: string,
): ConversationDocument {
  return {
    conversation_id: conversationId,
    user_id: profile.user_id,
    channel: customer.channel,
    account: customer.account,
    name: null,
    phone: null,
    status: "open",
    waiting_since: null,
    assignee: null,
    labels: [],
    note: null,
    blocked: false,
    window_expires_at: windowAtFirst(customer.channel, now),
    last_message: null,
    last_seq: 0,
    read_seq: 0,
    unread_count: 0,
    last_activity_at: now,
    created_at: now,
    version: 0,
    inbound_count: 0,
    read_inbound_count: 0,
    filter_keys: [],
    customer_ids: [],
  };
}

/**
 * Pure. The conversation after `message` became its newest. What a blocked customer writes is there to be read,
 * but opens nothing and moves nothing.
 */
export function withNewMessage(
  conversation: ConversationDocument,
  message: MessageDocument,
): ConversationDocument {
  const { inbound_count, seq, created_at } = message;
  const unwanted = conversation.blocked && message.direction === "inbound";
  const after = {
    ...conversation,
    last_seq: seq,
    inbound_count,
    unread_count: inbound_count - conversation.read_inbound_count,
    last_message: toMessage(message),
    window_expires_at: windowAfter(conversation, message),
    ...(unwanted ? {} : { last_activity_at: created_at, ...whoseTurn(conversation, message) }),
  };
  return { ...after, filter_keys: filterKeys(after) };
}

/** The customer's word opens and starts the wait, an answer ends it; notes among agents change neither. */
function whoseTurn(conversation: ConversationDocument, message: MessageDocument) {
  if (message.direction === "inbound") {
    return { status: "open" as const, waiting_since: conversation.waiting_since ?? message.created_at };
  }
  if (message.direction === "internal") return {};
  const { kind, id, name } = message.author;
  return { waiting_since: null, assignee: conversation.assignee ?? (kind === "agent" ? { id, name } : null) };
}

/**
 * Pure. Takes what the customer was called at a time (ms), returns the conversation with the newest of it, unless
 * an agent chose the name; what it is found by comes with the message.
 * The id follows the phone: a customer once known by username is reached by phone as soon as we learn it.
 */
export function withProfile(
  conversation: ConversationDocument,
  { user_id, name, phone }: Profile,
  at: number,
): ConversationDocument {
  const after = { ...conversation };
  if (name !== null && !after.named_by_agent && isNewer(at, after.name_time)) {
    after.name = name;
    after.name_time = at;
  }
  if (phone !== null && isNewer(at, after.phone_time)) {
    after.phone = phone;
    after.user_id = user_id;
    after.phone_time = at;
  }
  if (after.phone === null) after.user_id = user_id;
  return after;
}

function isNewer(at: number, known: number | undefined): boolean {
  return known === undefined || at > known;
}
