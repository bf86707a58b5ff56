import type { Message } from "@live-chat/contract/message.ts";

/** A conversation as plain text, one message after the other; times in UTC. */
export function toTranscript(messages: readonly Message[]): string {
  return `${messages.map(toLine).join("\n")}\n`;
}

function toLine(message: Message): string {
  const time = message.created_at.replace("T", " ").slice(0, 19);
  const who = message.author.name ?? message.author.kind;
  const note = message.direction === "internal" ? " (internal note)" : "";
  return `[${time}Z] ${who}${note}: ${bodyOf(message)}`;
}

function bodyOf({ revoked_at, attachments, text, type }: Message): string {
  if (revoked_at) return "(deleted)";
  const files = attachments.map(
    (attachment) => `(${attachment.kind}: ${attachment.name ?? attachment.mime_type ?? "?"})`,
  );
  const body = [...files, text].filter(Boolean).join(" ");
  // A line break inside of a message must not look like the next message.
  return body.replace(/\r?\n/g, "\n    ") || `(${type})`;
}
