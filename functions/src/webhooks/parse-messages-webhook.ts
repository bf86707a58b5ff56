import type { Attachment } from "@live-chat/contract/message.ts";
import {
  type IncomingMessage,
  incomingMessage,
  MAX_WEBHOOK_ITEMS,
  messagesBatch,
} from "@live-chat/contract/messages-webhook.ts";
import { keyOf } from "@live-chat/core/documents.ts";
import type { InboundMessage } from "../messages/inbound-change.ts";
import { parseInput } from "../parse-input.ts";
import { ProblemError } from "../problem.ts";
import { ParsedItems, type ParsedWebhook } from "./parsed-webhook.ts";

/**
 * Pure. Takes the body that a source sent, returns its messages and apart from these what is not as it should be.
 * Throws `bad_request` if it's neither a message nor a batch, `too_large` beyond 1,000 messages.
 */
export function parseMessagesWebhook(body: unknown, source: string): ParsedWebhook {
  const parsed = new ParsedItems("api");
  for (const raw of readMessages(body)) {
    const message = parsed.checkItem(incomingMessage, raw);
    if (message) parsed.add(source, [message.from.id], toInboundMessage(message));
  }
  return parsed;
}

function readMessages(body: unknown): unknown[] {
  if (isSingle(body)) return [body];
  const { messages } = parseInput(messagesBatch, body);
  if (messages.length <= MAX_WEBHOOK_ITEMS) return messages;
  throw new ProblemError("too_large", `at most ${MAX_WEBHOOK_ITEMS} messages`);
}

function isSingle(body: unknown): boolean {
  return (
    typeof body === "object" && body !== null && !("messages" in body) && ("id" in body || "from" in body)
  );
}

function toInboundMessage(message: IncomingMessage): InboundMessage {
  const { id, from, text, timestamp, reply_to } = message;
  const attachments = toAttachments(message);
  return {
    kind: "message",
    provider_id: id,
    author: "customer",
    profile: { user_id: from.id, name: from.name || null, phone: from.phone || null },
    type: attachments[0]?.kind ?? "text",
    text: text || null,
    content: null,
    attachments,
    reply_to: reply_to ?? null,
    at: timestamp === undefined ? null : Date.parse(timestamp),
    fingerprint: keyOf(from.id, text ?? "", JSON.stringify(attachments), reply_to ?? ""),
  };
}

function toAttachments({ type, attachments = [] }: IncomingMessage): Attachment[] {
  const first = type === "text" ? undefined : type;
  return attachments.map(({ kind, url, mime_type, name, size }, index) => ({
    kind: kind ?? (index === 0 ? first : undefined) ?? kindOf(mime_type),
    mime_type: mime_type ?? null,
    name: name ?? null,
    size: size ?? null,
    sha256: null,
    url,
  }));
}

function kindOf(mimeType: string | null | undefined): Attachment["kind"] {
  const [kind] = mimeType?.split("/") ?? [];
  return kind === "image" || kind === "audio" || kind === "video" ? kind : "document";
}
