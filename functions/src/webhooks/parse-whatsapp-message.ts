import type { DeliveryError } from "@live-chat/contract/message.ts";
import type { WhatsAppError, WhatsAppMessage, WhatsAppStatus } from "@live-chat/contract/whatsapp-webhook.ts";
import { explainReactionError, explainWhatsAppError } from "../channels/whatsapp-errors.ts";
import { parseCallback } from "../messages/attempt.ts";
import type { InboundChange, Profile, StatusChange } from "../messages/inbound-change.ts";
import { readContent, readEditedText } from "./whatsapp-content.ts";

/** Pure. Takes one of WhatsApp's messages and who wrote it, returns the change it means for a conversation. */
export function parseWhatsAppMessage(message: WhatsAppMessage, profile: Profile): InboundChange {
  const { id, type, timestamp: at, reaction, edit, revoke, context } = message;
  if (type === "reaction" && reaction) {
    const { message_id: target, emoji } = reaction;
    return { kind: "reaction", target, event: id, name: profile.name, emoji: emoji || null, at };
  }
  if (type === "edit" && edit) {
    return { kind: "edit", target: edit.original_message_id, text: readEditedText(message), at };
  }
  if (type === "revoke" && revoke) return { kind: "revoke", target: revoke.original_message_id, at };
  return {
    kind: "message",
    provider_id: id,
    author: type === "system" ? "system" : "customer",
    profile,
    ...readContent(message),
    reply_to: context?.id ?? null,
    at,
    fingerprint: null,
  };
}

/** A voice message that was played was certainly read. */
const STATUSES: Record<string, StatusChange["status"]> = {
  sent: "sent",
  delivered: "delivered",
  read: "read",
  played: "read",
  failed: "failed",
};

/** Pure. Returns null for a status that isn't known. */
export function parseWhatsAppStatus(said: WhatsAppStatus): StatusChange | null {
  const { id, status, errors, biz_opaque_callback_data } = said;
  const known = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
  if (!known) return null;
  const sent_as = parseCallback(biz_opaque_callback_data);
  const explain = sent_as && "reaction" in sent_as ? explainReactionError : explainWhatsAppError;
  const error = known === "failed" ? toError(errors?.[0], explain) : null;
  return { kind: "status", target: id, status: known, error, sent_as };
}

function toError(error: WhatsAppError | undefined, explain: typeof explainWhatsAppError): DeliveryError {
  const title = error?.title ?? error?.message ?? "Not delivered";
  return explain(error?.code ?? "unknown", title, error?.error_data?.details ?? null);
}
