import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { Message } from "@live-chat/contract/message.ts";

type Messages = AsyncIterable<Message>;

/** The shape `transcript` of the contract, part by part; with `notes`, also what stays among agents. */
export async function* toTranscriptJson(conversation: Conversation, messages: Messages, notes: boolean) {
  const shown = notes ? conversation : withoutNotes(conversation);
  yield `{"exported_at":${JSON.stringify(new Date().toISOString())},"conversation":${JSON.stringify(shown)}`;
  let separator = `,"messages":[`;
  for await (const message of messages) {
    yield `${separator}${JSON.stringify(message)}`;
    separator = ",";
  }
  yield separator === "," ? "]}" : `${separator}]}`;
}

function withoutNotes(conversation: Conversation): Conversation {
  const { last_message } = conversation;
  return {
    ...conversation,
    note: null,
    last_message: last_message?.direction === "internal" ? null : last_message,
  };
}

/** For people: one message after the other, times in UTC; with `notes`, also what stays among agents. */
export async function* toTranscriptText(conversation: Conversation, messages: Messages, notes: boolean) {
  const { name, phone, user_id, channel } = conversation;
  const customer = name ?? phone ?? user_id;
  yield `Conversation with ${oneLine([customer, phone].filter((it, at, all) => it && all.indexOf(it) === at).join(", "))}\n`;
  yield `Channel: ${channel}\nExported: ${toTime(new Date().toISOString())} UTC\n`;
  if (notes && conversation.note) yield `Note:\n${indent(conversation.note)}\n`;
  for await (const message of messages) yield `\n${toText(message, customer)}`;
}

/** Texts are indented, so that none can pass for somebody else's message. */
function toText(message: Message, customer: string): string {
  const { author, direction, created_at, edited_at, revoked_at, attachments, type } = message;
  const name = author.kind === "customer" ? customer : (author.name ?? author.kind);
  const marks = [
    direction === "internal" && "note",
    edited_at && "edited",
    message.status === "failed" && "failed",
  ];
  const marked = marks.filter(Boolean).map((mark) => ` (${mark})`);
  const lines = [
    `[${toTime(created_at)}] ${oneLine(name)}${marked.join("")}:`,
    ...(revoked_at ? [indent("[taken back]")] : []),
    ...(message.text ? [indent(message.text)] : []),
    ...attachments.map(({ kind, name }) => indent(`[${kind}${name ? `: ${oneLine(name)}` : ""}]`)),
  ];
  if (lines.length === 1) lines.push(indent(`[${type}]`));
  return `${lines.join("\n")}\n`;
}

const toTime = (iso: string) => iso.slice(0, 19).replace("T", " ");
const oneLine = (text: string) => text.replace(/\s+/g, " ");
const indent = (text: string) =>
  text
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
    .map((line) => `    ${line}`)
    .join("\n");
