import type { MessageDocument } from "@live-chat/core/documents.ts";
import { applyMessageChange } from "./apply-message-change.ts";
import type { SentAs } from "./attempt.ts";
import type { PendingChange, StatusChange } from "./inbound-change.ts";
import type { Stored } from "./stored.ts";

/** Does to a message that just became known what waited for it. */
export function settlePending(stored: Stored, messageId: string, pending: PendingChange[]): void {
  for (const change of pending) {
    if (change.kind === "reply") {
      settleReply(stored, change.message_id, messageId);
    } else {
      const message = stored.messages.get(messageId);
      if (message) stored.messages.set(messageId, applyMessageChange(message, change));
    }
  }
}

function settleReply(stored: Stored, replyId: string, answeredId: string): void {
  const reply = stored.messages.get(replyId);
  const answered = stored.messages.get(answeredId);
  if (!reply || reply.conversation_id !== answered?.conversation_id) return;
  stored.messages.set(replyId, { ...reply, reply_to: answeredId });
}

/**
 * Notes which id the channel gave to an attempt, at a message or at a reaction to one, and settles what waited at it. An
 * earlier attempt's id leads to the message too, since a customer may answer or react to what came of it, but no longer
 * decides its status. `also` happens before what waited.
 */
export function linkAttempt(
  stored: Stored,
  sent: SentAs,
  providerId: string,
  also: StatusChange[] = [],
): void {
  const { message_id } = sent;
  const message = stored.messages.get(message_id);
  if (!message) return;
  const { conversation_id } = message;
  const pending = stored.known.get(providerId)?.pending ?? [];
  stored.messages.set(message_id, withProviderId(message, sent, providerId));
  stored.known.set(providerId, { conversation_id, message_id, pending: [] });
  settlePending(stored, message_id, [...also, ...pending]);
}

function withProviderId(message: MessageDocument, sent: SentAs, provider_id: string): MessageDocument {
  if ("attempt" in sent) return message.attempt === sent.attempt ? { ...message, provider_id } : message;
  const { reaction_send } = message;
  if (reaction_send?.number !== sent.reaction) return message;
  return { ...message, reaction_send: { ...reaction_send, provider_id } };
}
