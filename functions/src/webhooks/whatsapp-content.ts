import type { Attachment, ChoiceContent, Content, MessageType } from "@live-chat/contract/message.ts";
import type { WhatsAppMessage } from "@live-chat/contract/whatsapp-webhook.ts";

/** What a message says, in our words. */
export type MessageContent = {
  type: MessageType;
  text: string | null;
  content: Content | null;
  attachments: Attachment[];
};

type Reader = (message: WhatsAppMessage) => Partial<Omit<MessageContent, "type">> | null;

/** By WhatsApp's type, which is ours too; null where the message lacks what its type promises. */
const READERS: Partial<Record<MessageType, Reader>> = {
  text: ({ text }) => (text?.body == null ? null : { text: text.body }),
  image: (message) => readMedia(message, "image"),
  audio: (message) => readMedia(message, "audio"),
  video: (message) => readMedia(message, "video"),
  document: (message) => readMedia(message, "document"),
  sticker: (message) => readMedia(message, "sticker"),
  location: readLocation,
  contacts: readContacts,
  interactive: readInteractive,
  button: readButton,
  order: readOrder,
  system: ({ system }) =>
    system ? { text: system.body ?? null, content: { kind: system.type ?? "system", detail: null } } : null,
};

/** Pure. Whatever we can't read becomes a visible `unsupported` message that names what came. */
export function readContent(message: WhatsAppMessage): MessageContent {
  const type = message.type as MessageType;
  const read = Object.hasOwn(READERS, type) ? READERS[type]?.(message) : null;
  if (!read) return unsupported(message);
  return { type, text: null, content: null, attachments: [], ...read };
}

/** Pure. What an edited message says now: its text or its caption. */
export function readEditedText(message: WhatsAppMessage): string | null {
  const { text, image, video, document } = message.edit?.message ?? {};
  return text?.body ?? image?.caption ?? video?.caption ?? document?.caption ?? null;
}

function unsupported({ type, unsupported, interactive, errors }: WhatsAppMessage): MessageContent {
  const kind = unsupported?.type ?? (type === "interactive" ? interactive?.type : null) ?? type;
  const [error] = errors ?? [];
  const detail = error?.error_data?.details ?? error?.message ?? error?.title ?? null;
  return { type: "unsupported", text: null, content: { kind, detail }, attachments: [] };
}

function readMedia(message: WhatsAppMessage, kind: Attachment["kind"]): ReturnType<Reader> {
  const media = message[kind];
  if (!media?.id) return null;
  const attachment: Attachment = {
    kind,
    mime_type: media.mime_type ?? null,
    name: media.filename ?? null,
    size: null,
    sha256: media.sha256 ?? null,
    media_id: media.id,
  };
  if (media.voice) attachment.voice = true;
  return { text: media.caption ?? null, attachments: [attachment] };
}

function readLocation({ location }: WhatsAppMessage): ReturnType<Reader> {
  if (!location) return null;
  const { latitude, longitude, name, address } = location;
  return { content: { latitude, longitude, name: name ?? null, address: address ?? null } };
}

function readContacts({ contacts }: WhatsAppMessage): ReturnType<Reader> {
  if (!contacts) return null;
  const cards = contacts.map(({ name, phones, emails }) => ({
    name: name?.formatted_name ?? name?.first_name ?? "",
    phones: (phones ?? []).flatMap(({ phone, wa_id }) => phone ?? wa_id ?? []),
    emails: (emails ?? []).flatMap(({ email }) => email ?? []),
  }));
  return { content: { contacts: cards } };
}

function readInteractive({ interactive }: WhatsAppMessage): ReturnType<Reader> {
  const chosen = interactive?.button_reply ?? interactive?.list_reply;
  if (chosen) return toChoice(chosen.id, chosen.title, { description: chosen.description });
  const form = interactive?.nfm_reply;
  if (!form) return null;
  return toChoice(form.name ?? "form", form.body ?? "", { form: form.response_json });
}

function readButton({ button }: WhatsAppMessage): ReturnType<Reader> {
  const title = button?.text ?? button?.payload;
  return title == null ? null : toChoice(button?.payload ?? title, title, {});
}

type ChoiceDetails = { description?: string | null | undefined; form?: string | null | undefined };

function toChoice(id: string, title: string, { description, form }: ChoiceDetails): ReturnType<Reader> {
  const content: ChoiceContent = { id, title };
  if (description != null) content.description = description;
  if (form != null) content.form = form;
  return { text: title, content };
}

function readOrder({ order }: WhatsAppMessage): ReturnType<Reader> {
  if (!order) return null;
  const items = (order.product_items ?? []).map((product) => ({
    product_id: product.product_retailer_id,
    quantity: Number(product.quantity),
    price: Number(product.item_price),
    currency: product.currency,
  }));
  return { text: order.text ?? null, content: { catalog_id: order.catalog_id ?? null, items } };
}
