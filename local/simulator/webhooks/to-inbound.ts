import type { StoredMedia } from "../graph/media-store.ts";
import type { ChatMessage, Customer } from "../world.ts";
import type { WebhookValue } from "./post-webhooks.ts";
import { toContact } from "./to-status.ts";

/** What a customer did, in WhatsApp's words; `type` says which member is there. */
export type InboundContent = { type: string } & Record<string, unknown>;

/** Pure. The `value` of a webhook by which a customer's doing reaches the business; `at` in ms. */
export function toInbound(
  customer: Customer,
  id: string,
  at: number,
  content: InboundContent,
  replyTo: { id: string; from: string } | null = null,
): WebhookValue {
  const { phone, user_id } = customer;
  return {
    contacts: [toContact(customer, phone)],
    messages: [
      {
        ...(phone ? { from: phone } : {}),
        from_user_id: user_id,
        id,
        timestamp: `${Math.floor(at / 1000)}`,
        ...(replyTo ? { context: replyTo } : {}),
        ...content,
      },
    ],
  };
}

/** Pure. A file, as a message webhook describes it. */
export function toInboundMedia(file: StoredMedia, caption: string | null): InboundContent {
  const { kind, id, mime_type, sha256, name, voice } = file;
  return {
    type: kind,
    [kind]: {
      ...(caption === null ? {} : { caption }),
      ...(kind === "document" && name ? { filename: name } : {}),
      mime_type,
      sha256: sha256.toString("base64"),
      id,
      ...(kind === "audio" ? { voice } : {}),
      ...(kind === "sticker" ? { animated: false } : {}),
    },
  };
}

/** Pure. What an edited message holds now. */
export function toEdit(message: ChatMessage, file: StoredMedia | undefined): InboundContent {
  const content = file ? toInboundMedia(file, message.text) : { type: "text", text: { body: message.text } };
  const context = message.reply_to ? { context: { id: message.reply_to } } : {};
  return { type: "edit", edit: { original_message_id: message.id, message: { ...context, ...content } } };
}
