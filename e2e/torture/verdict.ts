import { compareOrder, type Entry, epochOf, type LogRecord, orderOf } from "./log-record.ts";
import type { Receipt } from "./publisher.ts";
import type { Segment, TortureClient } from "./torture-client.ts";
import type { ChatState, Truth } from "./truth.ts";

/** Everything wrong with what a client got and made of it; empty if nothing is. */
export function judgeClient(
  client: Pick<TortureClient, "name" | "problems" | "segments" | "state">,
  record: LogRecord,
  truth: Pick<Truth, "state">,
): string[] {
  const wrong = [...client.problems];
  for (const [i, segment] of client.segments.entries()) {
    const found = judgePage(segment, record) ?? judgeOrder(segment, record) ?? judgeSequence(segment, record);
    if (found) wrong.push(`segment ${i + 1} of ${client.segments.length}: ${found}`);
  }
  wrong.push(...compareStates(client.state, truth.state).slice(0, 5));
  return wrong.map((each) => `${client.name}: ${each}`);
}

/** The page with which a segment begins knows every conversation as the log's entries up to there do, or newer. */
function judgePage({ from, page }: Segment, record: LogRecord): string | null {
  const known = record.entriesOf(epochOf(from));
  for (const { id, copies } of known.slice(0, firstAfter(known, from))) {
    for (const [key, { version }] of copies) {
      const there = page.get(key)?.version ?? -1;
      if (!key.includes("/") && there < version)
        return `its page has version ${there} of ${key}, ${id} had ${version}`;
    }
  }
  return null;
}

/** Each entry since the segment began, once and in log order. */
function judgeOrder({ from, ids }: Segment, record: LogRecord): string | null {
  const last = ids.at(-1);
  if (last === undefined) return null;
  const known = record.entriesOf(epochOf(from));
  const wanted = known.slice(firstAfter(known, from), firstAfter(known, last)).map(({ id }) => id);
  const at = wanted.findIndex((id, i) => ids[i] !== id);
  if (at === -1 && wanted.length === ids.length) return null;
  const place = at === -1 ? wanted.length : at;
  return `after ${place} entries it got ${ids[place]} instead of ${wanted[place]} (${ids.length} of ${wanted.length})`;
}

/** The index of the first entry after this id, by halving. */
function firstAfter(entries: readonly Entry[], id: string): number {
  const order = orderOf(id);
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareOrder(entries[middle]!.order, order) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Each conversation's messages once and in `seq` order. */
function judgeSequence({ ids }: Segment, record: LogRecord): string | null {
  const last = new Map<string, number>();
  for (const id of ids) {
    const message = record.entry(id)?.message;
    if (!message) continue;
    const before = last.get(message.conversationId);
    if (before !== undefined && message.seq !== before + 1) {
      return `${id}: message ${message.seq} after ${before} in ${message.conversationId}`;
    }
    last.set(message.conversationId, message.seq);
  }
  return null;
}

function compareStates(state: ChatState, truth: ChatState): string[] {
  const wrong: string[] = [];
  for (const [key, { version, digest }] of truth) {
    const copy = state.get(key);
    if (!copy) wrong.push(`${key} is missing`);
    else if (copy.version !== version) wrong.push(`${key} has version ${copy.version} instead of ${version}`);
    else if (copy.digest !== digest) wrong.push(`${key} says something else than Firestore`);
  }
  for (const key of state.keys()) if (!truth.has(key)) wrong.push(`${key} doesn't exist`);
  return wrong;
}

/** What the publisher was told is stored must be there, each message at its place and no place left out. */
export function judgeReceipts(receipts: readonly Receipt[], truth: Pick<Truth, "state">): string[] {
  const wrong: string[] = [];
  const places = new Map<string, Set<number>>();
  for (const { conversation_id, message_id, seq } of receipts) {
    if (!truth.state.has(`${conversation_id}/${message_id}`))
      wrong.push(`${message_id} was acknowledged and is not stored`);
    const taken = places.get(conversation_id) ?? new Set();
    if (taken.has(seq)) wrong.push(`two messages of ${conversation_id} have seq ${seq}`);
    places.set(conversation_id, taken.add(seq));
  }
  for (const [id, taken] of places) {
    const last = Math.max(...taken);
    if (last !== taken.size) wrong.push(`${id} has ${taken.size} messages and counts to ${last}`);
  }
  return wrong.slice(0, 10);
}
