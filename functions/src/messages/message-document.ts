import type { Author } from "@live-chat/contract/message.ts";
import type { SendMessageBody } from "@live-chat/contract/rest.ts";
import { type ConversationDocument, keyOf, type MessageDocument } from "@live-chat/core/documents.ts";
import { currentTrace } from "@live-chat/core/trace.ts";
import type { InboundMessage } from "./inbound-change.ts";
import { toIsoTime } from "./iso-time.ts";

/** What every new message has, whoever wrote it: its place in the conversation and nothing that comes later. */
function blank(conversation: ConversationDocument, now: string) {
  return {
    conversation_id: conversation.conversation_id,
    user_id: conversation.user_id,
    seq: conversation.last_seq + 1,
    content: null,
    attachments: [],
    reply_to: null,
    reactions: [],
    error: null,
    created_at: now,
    edited_at: null,
    revoked_at: null,
    provider_timestamp: null,
    client_message_id: null,
    version: 0,
    inbound_count: conversation.inbound_count,
    provider_id: null,
    fingerprint: null,
    reaction_times: {},
    reaction_events: [],
    edit_time: null,
    trace: currentTrace() ?? null,
  };
}

/** Pure. The document of a message that arrived. Its id follows from the provider's. */
export function newInboundMessage(
  conversation: ConversationDocument,
  arrived: InboundMessage,
  now: string,
): MessageDocument {
  const { provider_id, author, profile, type, text, content, attachments, at, fingerprint } = arrived;
  return {
    ...blank(conversation, now),
    message_id: keyOf(conversation.conversation_id, "provider", provider_id),
    direction: "inbound",
    author: { kind: author, id: conversation.user_id, name: author === "customer" ? profile.name : null },
    type,
    text,
    content,
    attachments,
    status: "received",
    attempt: 0,
    provider_timestamp: at === null ? null : toIsoTime(at),
    // A blocked customer's messages are never unread, also not after they are let in again.
    inbound_count: conversation.inbound_count + (conversation.blocked ? 0 : 1),
    provider_id,
    fingerprint,
  };
}

/**
 * A sent message's id follows from the client's own, so that the document itself proves that a message with
 * that id was stored before.
 */
export function replyId(conversationId: string, clientMessageId: string): string {
  return keyOf(conversationId, "client", clientMessageId);
}

/** Digest of what makes a send the same send. */
export function replyFingerprint({ type, text, template, attachments, reply_to }: SendMessageBody): string {
  const files = (attachments ?? []).map(({ upload_id }) => upload_id);
  return keyOf(type, template ? JSON.stringify(template) : (text ?? ""), reply_to ?? "", ...files);
}

/** Pure. The document of an agent's (or bot's) answer, or of a note, which is never delivered. */
export function newReply(
  conversation: ConversationDocument,
  author: Author,
  body: SendMessageBody,
  now: string,
): MessageDocument {
  const note = body.type === "note";
  return {
    ...blank(conversation, now),
    message_id: replyId(conversation.conversation_id, body.client_message_id),
    direction: note ? "internal" : "outbound",
    author,
    type: body.type,
    // Firestore takes whole Unicode characters only; JSON may hold halves.
    text: body.text?.toWellFormed() ?? null,
    content: body.template ?? null,
    reply_to: body.reply_to ?? null,
    status: note ? "received" : "queued",
    attempt: note ? 0 : 1,
    client_message_id: body.client_message_id.toWellFormed(),
    fingerprint: replyFingerprint(body),
  };
}
