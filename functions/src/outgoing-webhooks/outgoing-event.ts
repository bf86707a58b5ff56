import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { Message } from "@live-chat/contract/message.ts";
import type { OutgoingEventName } from "@live-chat/contract/webhook-endpoints.ts";
import {
  type ConversationDocument,
  keyOf,
  type MessageDocument,
  toConversation,
  toMessage,
} from "@live-chat/core/documents.ts";
import { withoutNotes } from "./without-notes.ts";

/** What happened, for other systems. `event_id` is the same however often the trigger rings. */
export type OutgoingEvent = {
  event_id: string;
  event: OutgoingEventName;
  conversation_id: string;
  data: { message?: Message; conversation?: Conversation };
};

/** Pure. A new message; null for a note, which never leaves. */
export function messageCreated(message: MessageDocument): OutgoingEvent | null {
  return messageEvent("message.created", message);
}

/** Pure. A message's ticks, reactions, edits; null for a note, and where nothing changed. */
export function messageUpdated(before: MessageDocument, after: MessageDocument): OutgoingEvent | null {
  return after.version === before.version ? null : messageEvent("message.updated", after);
}

function messageEvent(event: OutgoingEventName, document: MessageDocument): OutgoingEvent | null {
  if (document.direction === "internal") return null;
  const { message_id, conversation_id, version } = document;
  const event_id = eventId(event, conversation_id, message_id, version);
  return { event_id, event, conversation_id, data: { message: toMessage(document) } };
}

/** Pure. A customer we hadn't talked with before. */
export function conversationCreated(conversation: ConversationDocument): OutgoingEvent {
  return conversationEvent("conversation.created", conversation);
}

/** Pure. Status, assignee, labels, read position …; null where a new message says so, or nothing changed. */
export function conversationUpdated(
  before: ConversationDocument,
  after: ConversationDocument,
): OutgoingEvent | null {
  if (after.last_seq > before.last_seq || after.version === before.version) return null;
  return conversationEvent("conversation.updated", after);
}

function conversationEvent(event: OutgoingEventName, document: ConversationDocument): OutgoingEvent {
  const { conversation_id, version } = document;
  const conversation = withoutNotes(toConversation(document));
  return {
    event_id: eventId(event, conversation_id, "", version),
    event,
    conversation_id,
    data: { conversation },
  };
}

const eventId = (event: string, conversationId: string, messageId: string, version: number) =>
  `evt_${keyOf(event, conversationId, messageId, String(version))}`;
