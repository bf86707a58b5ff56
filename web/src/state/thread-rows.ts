import type { Attachment, Message } from "@live-chat/contract/message.ts";
import type { OutboxMessage } from "./outbox.ts";

/** One line of the thread, with the key that stays its own from the pending bubble to the read one. */
export type ThreadRow =
  | { kind: "day"; key: string; time: string }
  | { kind: "unread"; key: string; count: number }
  | {
      kind: "message";
      key: string;
      message: Message;
      /** Where it is still in the outbox. */
      outgoing: OutboxMessage | null;
      /** First and last of a run by one author. */
      first: boolean;
      last: boolean;
    };

export type RowsInput = {
  messages: readonly Message[];
  outgoing: readonly OutboxMessage[];
  /** The line "new messages" stands before the first inbound message after this `seq`. */
  unreadAfter: number | null;
  agent: { id: string; name: string };
};

/** Within this time (ms) messages of one author belong together. */
const GROUP_TIME = 5 * 60_000;

/** Turns messages, loaded and outgoing, into the lines of the thread. */
export function toRows({ messages, outgoing, unreadAfter, agent }: RowsInput): ThreadRow[] {
  const all = [
    ...messages.map((message) => ({ message, outgoing: null as OutboxMessage | null })),
    ...outgoing.map((one) => ({ message: toPendingMessage(one, agent), outgoing: one })),
  ];
  const isUnread = (message: Message) =>
    unreadAfter !== null && message.direction === "inbound" && message.seq > unreadAfter;
  const unreadStart = all.findIndex(({ message }) => isUnread(message));
  return all.flatMap((one, index) => {
    const { message } = one;
    const before = all[index - 1]?.message;
    const after = all[index + 1]?.message;
    const rows: ThreadRow[] = [];
    const newDay = !before || localDay(before.created_at) !== localDay(message.created_at);
    if (newDay)
      rows.push({ kind: "day", key: `day ${localDay(message.created_at)}`, time: message.created_at });
    if (index === unreadStart)
      rows.push({
        kind: "unread",
        key: "unread",
        count: all.filter((other) => isUnread(other.message)).length,
      });
    const first = newDay || index === unreadStart || !belongTogether(before, message);
    const last =
      !after || index + 1 === unreadStart || !belongTogether(message, after) || dayChanges(message, after);
    rows.push({ kind: "message", key: rowKey(message), ...one, first, last });
    return rows;
  });
}

/** The id the client made is the key, so that the server's echo replaces the pending bubble in its place. */
export function rowKey(message: Pick<Message, "client_message_id" | "message_id">): string {
  return message.client_message_id ?? message.message_id;
}

function toPendingMessage(outgoing: OutboxMessage, agent: { id: string; name: string }): Message {
  return {
    message_id: outgoing.client_message_id,
    conversation_id: outgoing.conversation_id,
    user_id: "",
    seq: Number.MAX_SAFE_INTEGER,
    direction: outgoing.type === "note" ? "internal" : "outbound",
    author: { kind: "agent", id: agent.id, name: agent.name },
    type: outgoing.type,
    text: outgoing.text || null,
    content: outgoing.template && { ...outgoing.template },
    attachments: toAttachments(outgoing),
    reply_to: outgoing.reply_to,
    reactions: [],
    status: "queued",
    attempt: 0,
    error: null,
    created_at: outgoing.created_at,
    edited_at: null,
    revoked_at: null,
    provider_timestamp: null,
    client_message_id: outgoing.client_message_id,
    version: 0,
  };
}

function toAttachments({ file }: OutboxMessage): Attachment[] {
  if (!file) return [];
  const { kind, mime_type, name, voice, blob } = file;
  return [{ kind, mime_type, name, size: blob.size, sha256: null, ...(voice && { voice }) }];
}

function belongTogether(a: Message | undefined, b: Message): boolean {
  if (!a || a.type === "system" || b.type === "system") return false;
  const sameAuthor = a.direction === b.direction && a.author.id === b.author.id;
  return sameAuthor && Date.parse(b.created_at) - Date.parse(a.created_at) < GROUP_TIME;
}

function dayChanges(a: Message, b: Message): boolean {
  return localDay(a.created_at) !== localDay(b.created_at);
}

const days = new Map<string, string>();
/** The day in the agent's own time zone, as `2026-11-22`. Cached, because making dates is slow. */
function localDay(time: string): string {
  const minute = time.slice(0, 16);
  const known = days.get(minute);
  if (known) return known;
  const date = new Date(time);
  const day = `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
  if (days.size > 20_000) days.clear();
  days.set(minute, day);
  return day;
}
