import { compareEventIds, type LogRecord } from "./log-record.ts";
import type { Segment, TortureClient } from "./torture-client.ts";
import type { ChatState, Truth } from "./truth.ts";

/** Everything wrong with what a client got and made of it; empty if nothing is. */
export function judgeClient(client: TortureClient, record: LogRecord, truth: Truth): string[] {
  const wrong = [...client.problems];
  for (const [i, segment] of client.segments.entries()) {
    const found = judgeOrder(segment, record) ?? judgeSequence(segment, record);
    if (found) wrong.push(`segment ${i + 1} of ${client.segments.length}: ${found}`);
  }
  wrong.push(...compareStates(client.state, truth.state).slice(0, 5));
  return wrong.map((each) => `${client.name}: ${each}`);
}

/** Each entry since the segment began, once and in log order. */
function judgeOrder({ from, ids }: Segment, record: LogRecord): string | null {
  const epoch = from.split("/")[0]!;
  const last = ids.at(-1);
  if (last === undefined) return null;
  const known = record.idsOf(epoch);
  const wanted = known.filter((id) => compareEventIds(id, from) > 0 && compareEventIds(id, last) <= 0);
  const at = wanted.findIndex((id, i) => ids[i] !== id);
  if (at === -1 && wanted.length === ids.length) return null;
  const place = at === -1 ? wanted.length : at;
  return `after ${place} entries it got ${ids[place]} instead of ${wanted[place]} (${ids.length} of ${wanted.length})`;
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
