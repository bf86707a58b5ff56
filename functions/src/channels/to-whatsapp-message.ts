import type { TemplateContent } from "@live-chat/contract/message.ts";
import { toCallback } from "../messages/attempt.ts";
import { isPhoneNumber } from "../webhooks/whatsapp-customer.ts";
import type { Outbound, OutboundReaction } from "./channel.ts";

/** Pure. The body of the Cloud API's send; null where this kind of message can't leave by it. */
export function toWhatsAppMessage({ conversation, message, replyTo }: Outbound): object | null {
  const content = toContent(message);
  if (!content) return null;
  return {
    ...toCustomer(conversation),
    ...(replyTo === null ? {} : { context: { message_id: replyTo } }),
    // Comes back in statuses: so one settles a send whose answer was lost.
    biz_opaque_callback_data: toCallback(message),
    ...content,
  };
}

/** Pure. The body of the Cloud API's send of a reaction; an empty emoji takes it back. */
export function toWhatsAppReaction({ conversation, message, target, send }: OutboundReaction): object {
  const { conversation_id, message_id } = message;
  return {
    ...toCustomer(conversation),
    biz_opaque_callback_data: toCallback({ conversation_id, message_id, reaction: send.number }),
    type: "reaction",
    reaction: { message_id: target, emoji: send.reaction?.emoji ?? "" },
  };
}

function toCustomer({ user_id }: Outbound["conversation"]): object {
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    // Given in `to`, a business-scoped id would be answered with success and dropped.
    ...(isPhoneNumber(user_id) ? { to: user_id } : { recipient: user_id }),
  };
}

function toContent({ type, text, content, attachments }: Outbound["message"]): object | null {
  if (type === "text") return { type, text: { body: text ?? "", preview_url: true } };
  if (type === "template") return { type, template: toTemplate(content as TemplateContent) };
  const [file] = attachments;
  if (!file?.media_id) return null;
  const caption = text === null || file.kind === "audio" || file.kind === "sticker" ? {} : { caption: text };
  const filename = file.kind === "document" && file.name !== null ? { filename: file.name } : {};
  const voice = file.voice ? { voice: true } : {};
  return { type: file.kind, [file.kind]: { id: file.media_id, ...caption, ...filename, ...voice } };
}

/** Keys of variables say where they stand: `1`, `name`, `header.1`, `button.0`. */
function toTemplate({ name, language, variables }: TemplateContent): object {
  const header = Object.entries(variables).filter(([key]) => key.startsWith("header."));
  const body = Object.entries(variables).filter(([key]) => !key.includes("."));
  const buttons = Object.entries(variables).filter(([key]) => key.startsWith("button."));
  const component = (type: string, of: [string, string][]) =>
    of.length > 0 ? [{ type, parameters: inOrder(of).map(toParameter) }] : [];
  return {
    name,
    language: { code: language },
    components: [
      ...component("header", header),
      ...component("body", body),
      ...buttons.map(([key, text]) => ({
        ...{ type: "button", sub_type: "url", index: lastPart(key) },
        parameters: [{ type: "text", text }],
      })),
    ],
  };
}

const lastPart = (key: string) => key.slice(key.indexOf(".") + 1);

/** Numbers by their value: JSON's keys come in any order. */
const inOrder = (variables: [string, string][]) =>
  variables.toSorted(([one], [other]) => Number(lastPart(one)) - Number(lastPart(other)) || 0);

function toParameter([key, text]: [string, string]): object {
  const name = lastPart(key);
  return /^\d+$/.test(name) ? { type: "text", text } : { type: "text", parameter_name: name, text };
}
