import type { Message } from "@live-chat/contract/message.ts";
import type { Words } from "../language/english.ts";
import type { IconName } from "../ui/icon.tsx";
import { formatMessageText, plainText } from "./format-message-text.ts";

export type Preview = { icon: IconName | null; text: string };

const ICONS: Partial<Record<Message["type"], IconName>> = {
  image: "image",
  audio: "microphone",
  video: "video",
  document: "document",
  sticker: "sticker",
  location: "location",
  contacts: "person",
  order: "order",
  note: "note",
  unsupported: "question",
  system: "bell",
};

/** What a message is in one line: in the list, in a quote. */
export function previewOf(message: Message, words: Words): Preview {
  if (message.revoked_at) return { icon: "revoked", text: words.revoked };
  const icon = ICONS[message.type] ?? null;
  // The file's own name says nothing about a voice.
  if (message.attachments[0]?.voice) return { icon, text: words.voiceNote };
  return { icon, text: inOneLine(textOf(message)) || words.types[message.type] };
}

function textOf(message: Message): string {
  const { content, text } = message;
  if (text) return text;
  if (message.attachments[0]?.name) return message.attachments[0].name;
  if (!content) return "";
  if ("contacts" in content) return content.contacts.map((contact) => contact.name).join(", ");
  if ("latitude" in content) return content.name ?? content.address ?? "";
  if ("title" in content) return content.title;
  if ("detail" in content) return content.detail ?? "";
  return "";
}

function inOneLine(text: string): string {
  return plainText(formatMessageText(text.slice(0, 200)))
    .replace(/\s+/g, " ")
    .trim();
}
