import type { ChatMedia, ChatMessage } from "../world.ts";
import type { CheckedSend } from "./check-message.ts";
import type { FilledTemplate } from "./check-template.ts";
import type { Interactive } from "./send-schema.ts";

/** Pure. How a phone shows what a business sent; `at` in ms. */
export function toChatMessage(
  send: CheckedSend,
  template: FilledTemplate | null,
  media: ChatMedia | null,
  id: string,
  at: number,
): ChatMessage {
  const interactive = send.type === "interactive" ? send.interactive : undefined;
  return {
    ...emptyMessage(id, "business", at),
    type: send.type,
    text: template?.text ?? toText(send),
    media,
    location: send.type === "location" && send.location ? toLocation(send.location) : null,
    contacts: (send.type === "contacts" ? (send.contacts ?? []) : []).map(({ name, phones }) => ({
      name: name.formatted_name,
      phones: (phones ?? []).flatMap(({ phone, wa_id }) => phone ?? wa_id ?? []),
    })),
    choices: interactive ? toChoices(interactive) : toButtons(template),
    footer: template?.footer ?? interactive?.footer?.text ?? null,
    reply_to: send.context?.message_id ?? null,
    status: "delivered",
  };
}

/** Pure. A bubble with nothing in it. */
export function emptyMessage(id: string, from: ChatMessage["from"], at: number): ChatMessage {
  return {
    id,
    from,
    type: "text",
    at,
    text: null,
    media: null,
    location: null,
    contacts: [],
    choices: [],
    footer: null,
    reply_to: null,
    reactions: {},
    status: "sent",
    edited: false,
    revoked: false,
  };
}

function toText({ type, text, image, video, document, interactive }: CheckedSend): string | null {
  switch (type) {
    case "text":
      return text?.body ?? null;
    case "image":
      return image?.caption ?? null;
    case "video":
      return video?.caption ?? null;
    case "document":
      return document?.caption ?? null;
    case "interactive":
      return interactive?.body.text ?? null;
    default:
      return null;
  }
}

function toLocation({ latitude, longitude, name, address }: NonNullable<CheckedSend["location"]>) {
  return { latitude, longitude, name: name ?? null, address: address ?? null };
}

function toChoices({ action }: Interactive): ChatMessage["choices"] {
  const buttons = (action.buttons ?? []).map(({ reply }) => reply);
  return [...buttons, ...(action.sections ?? []).flatMap((section) => section.rows)];
}

function toButtons(template: FilledTemplate | null): ChatMessage["choices"] {
  const part = template?.template.components.find((it) => it.type === "BUTTONS");
  const buttons = part?.type === "BUTTONS" ? part.buttons : [];
  return buttons.filter(({ type }) => type === "QUICK_REPLY").map(({ text }) => ({ id: text, title: text }));
}
