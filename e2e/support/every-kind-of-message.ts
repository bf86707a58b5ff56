import type { Attachment, Author, Message } from "@live-chat/contract/message.ts";

const CUSTOMER: Author = { kind: "customer", id: "customer", name: "Maria" };
const ALEX: Author = { kind: "agent", id: "agent-alex", name: "Alex Moreau" };
const ANA: Author = { kind: "agent", id: "agent-ana", name: "Ana Lima" };
const BOT: Author = { kind: "bot", id: "bot", name: null };
const PHOTO = "/demo-media/brass.jpg";

/** A thread with each type, direction, status and mark that a message can have. */
export function everyKindOfMessage(conversationId: string): Message[] {
  const all: Partial<Message>[] = [
    { text: "*Good* _morning_, ~Sir~ `code` https://example.com" },
    { text: "😀" },
    { type: "image", text: "A photo", attachments: [file("image", "image/jpeg", PHOTO)] },
    { type: "image", attachments: [{ ...file("image", "image/jpeg"), error: "too_large" }] },
    { type: "audio", attachments: [{ ...file("audio", "audio/ogg", PHOTO), voice: true }] },
    { type: "video", attachments: [file("video", "video/mp4", PHOTO)] },
    { type: "document", attachments: [{ ...file("document", "application/pdf", PHOTO), name: "offer.pdf" }] },
    { type: "sticker", attachments: [file("sticker", "image/webp", PHOTO)] },
    { type: "location", content: { latitude: 52.5, longitude: 13.4, name: "Mitte", address: null } },
    {
      type: "contacts",
      content: { contacts: [{ name: "Jon", phones: ["+1 555 0100"], emails: ["jon@example.com"] }] },
    },
    { type: "interactive", text: "Yes", content: { id: "yes", title: "Yes" } },
    { type: "button", content: { id: "more", title: "More" } },
    {
      type: "order",
      content: { catalog_id: null, items: [{ product_id: "1", quantity: 2, price: 9.5, currency: "EUR" }] },
    },
    { type: "system", author: { kind: "system", id: "", name: null }, text: "Maria changed her number" },
    { type: "unsupported", content: { kind: "poll", detail: null } },
    { text: "Edited", edited_at: new Date().toISOString() },
    { text: null, revoked_at: new Date().toISOString() },
    { text: "هل أنتم مفتوحون اليوم؟", reactions: [{ emoji: "👍", author: ALEX }] },
    { text: "An answer", reply_to: "message-1" },
    { text: "Queued", ...ours(ALEX, "queued") },
    { text: "Sent", ...ours(ALEX, "sent") },
    { text: "Delivered", ...ours(ANA, "delivered") },
    { text: "Read", ...ours(BOT, "read"), reactions: [{ emoji: "❤️", author: CUSTOMER }] },
    { text: "Perhaps sent", ...ours(ALEX, "unconfirmed") },
    {
      text: "Failed",
      ...ours(ALEX, "failed"),
      error: { code: "131026", title: "Undeliverable", detail: "No WhatsApp there", action: "retry" },
    },
    { text: "A template", type: "template", ...ours(ALEX, "read") },
    { text: "A note", type: "note", direction: "internal", author: ANA },
  ];
  return all.map((own, index) => ({ ...plain(conversationId, index + 1), ...own }));
}

function plain(conversationId: string, seq: number): Message {
  const time = new Date(Date.now() - (60 - seq) * 60_000).toISOString();
  return {
    message_id: `message-${seq}`,
    conversation_id: conversationId,
    user_id: "customer",
    seq,
    direction: "inbound",
    author: CUSTOMER,
    type: "text",
    text: null,
    content: null,
    attachments: [],
    reply_to: null,
    reactions: [],
    status: "received",
    attempt: 0,
    error: null,
    created_at: time,
    edited_at: null,
    revoked_at: null,
    provider_timestamp: time,
    client_message_id: null,
    version: 1,
  };
}

function ours(author: Author, status: Message["status"]): Partial<Message> {
  return { direction: "outbound", author, status, attempt: 1 };
}

function file(kind: Attachment["kind"], mimeType: string, url?: string): Attachment {
  return { kind, mime_type: mimeType, name: null, size: 8_000, sha256: null, ...(url && { url }) };
}
