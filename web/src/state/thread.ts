import type { Message } from "@live-chat/contract/message.ts";

/**
 * The loaded part of one conversation: every message from `from` on, up to `to` or (null) up to the newest.
 * Because `seq` has no gaps, what is missing in between is known and can be fetched.
 */
export type Thread = {
  from: number;
  to: number | null;
  /** Ascending `seq`. */
  messages: readonly Message[];
  /** Not refetched since the last reset. */
  unconfirmed: boolean;
};

/** Messages kept of a thread around the place where it is read; the others are loaded again on demand. */
export const KEPT_MESSAGES = 1000;

/** A thread of just fetched messages. `from` and `to` say what the fetch covered. */
export function newThread(messages: readonly Message[], from: number, to: number | null): Thread {
  return mergeMessages({ from, to, messages: [], unconfirmed: false }, messages);
}

/** Takes messages in: of two copies the higher version stays, those outside of the loaded part are left out. */
export function mergeMessages(thread: Thread, incoming: readonly Message[]): Thread {
  const wanted = incoming.filter((m) => m.seq >= thread.from && (thread.to === null || m.seq <= thread.to));
  const messages = wanted.reduce(mergeMessage, thread.messages);
  return messages === thread.messages ? thread : { ...thread, messages };
}

function mergeMessage(messages: readonly Message[], incoming: Message): readonly Message[] {
  const place = placeOf(messages, incoming.seq);
  const known = messages[place];
  if (known?.seq !== incoming.seq) return messages.toSpliced(place, 0, incoming);
  return incoming.version > known.version ? messages.with(place, incoming) : messages;
}

/** Index of the first message with this `seq` or a higher one. New messages come at the end: look there first. */
function placeOf(messages: readonly Message[], seq: number): number {
  if (messages.length === 0 || messages.at(-1)!.seq < seq) return messages.length;
  let low = 0;
  let high = messages.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle]!.seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The message with this id, if it is loaded. */
export function findMessage(thread: Thread, messageId: string): Message | undefined {
  return thread.messages.find((message) => message.message_id === messageId);
}

/** After which `seq` messages are missing in a thread whose conversation has got to `lastSeq`; null = none. */
export function findHole(thread: Thread, lastSeq: number): number | null {
  const end = thread.to ?? lastSeq;
  const { from, messages } = thread;
  if (messages.length >= end - from + 1) return null;
  const index = messages.findIndex((message, i) => message.seq !== from + i);
  const missing = index === -1 ? from + messages.length : from + index;
  return missing <= end ? missing - 1 : null;
}

/** Widens a thread by an older page (`from` moves down) or a newer one (`to` moves up, null = the newest). */
export function extendThread(
  thread: Thread,
  messages: readonly Message[],
  extent: { from?: number; to?: number | null },
): Thread {
  const from = Math.min(thread.from, extent.from ?? thread.from);
  const to = extent.to === undefined ? thread.to : extent.to;
  return mergeMessages({ ...thread, from, to }, messages);
}

/** Forgets the oldest messages of a thread that nobody reads and that grew beyond `kept`. */
export function trimThread(thread: Thread, kept = KEPT_MESSAGES): Thread {
  if (thread.to !== null) return thread;
  return trimAround(thread, thread.messages.at(-1)?.seq ?? 0, kept);
}

/** Keeps of a thread that grew beyond `kept` what is nearest to the message being read, `seq`. */
export function trimAround(thread: Thread, seq: number, kept = KEPT_MESSAGES): Thread {
  const { messages } = thread;
  if (messages.length <= kept * 1.2) return thread;
  const latest = messages.length - kept;
  const start = Math.max(0, Math.min(latest, placeOf(messages, seq) - Math.floor(kept / 2)));
  const near = messages.slice(start, start + kept);
  const from = start > 0 ? near[0]!.seq : thread.from;
  const to = start < latest ? near.at(-1)!.seq : thread.to;
  return { ...thread, from, to, messages: near };
}
