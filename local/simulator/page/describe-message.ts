import type { ChatMessage } from "../world.ts";

const WORDS: Record<string, string> = {
  image: "Photo",
  audio: "Audio",
  video: "Video",
  document: "Document",
  sticker: "Sticker",
  location: "Location",
  contacts: "Contact",
};

/** Pure. A message in a line, for lists and quotes. */
export function describe({ type, text, media, revoked, from }: ChatMessage): string {
  if (revoked) return from === "customer" ? "You deleted this message" : "This message was deleted";
  if (media?.voice) return "Voice message";
  return text ?? WORDS[type] ?? type;
}

/** Pure. The time of day, as the browser's language has it. */
export function timeOf(at: number): string {
  return new Date(at).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
}

/** Pure. */
export function dayOf(at: number): string {
  const day = new Date(at);
  const today = new Date();
  if (day.toDateString() === today.toDateString()) return "Today";
  return day.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
}
