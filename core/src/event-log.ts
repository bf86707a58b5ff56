import { randomBytes } from "node:crypto";
import type { LogEvent } from "@live-chat/contract/event.ts";
import type { Redis } from "ioredis";
import { runAppendScript } from "./append-script.ts";
import { redisKeys } from "./redis-keys.ts";

/**
 * One entry of the log; `id` is Redis's (`1732289773042-0`), `data` the event's JSON, ready to be framed. `trace`
 * is for log lines only: clients never see it.
 */
export type LogEntry = { id: string; event: string; data: string; trace?: string | undefined };

/** `epoch` changes whenever continuity can't be proven: another log, another Redis process. `beganAt` in ms. */
export type LogOrigin = { epoch: string; head: string; beganAt: number };

/** `trace`: of the request that stored the message; it goes along with the step's last event, the message itself. */
export type MessageStep = { seq: number; events: LogEvent[]; trace?: string | null | undefined };
export type AppendOutcome = { appended: true } | { appended: false; published: number | null };

/** Appends events that may repeat or come late; their `version` absorbs that. Throws when Redis fails. */
export async function appendEvents(redis: Redis, events: LogEvent[]): Promise<void> {
  const args = events.flatMap((event) => ["0", event.event, JSON.stringify(event.data), ""]);
  // The key is never touched when nothing is gated; the log's own keeps a cluster's slot check happy.
  await runAppendScript(redis, redisKeys.log, [newRandom(), "0", "0", ...args]);
}

/**
 * Appends a conversation's messages, each once and in `seq` order, whoever else appends at the same time.
 * `steps` are contiguous; those already published are dropped. If some before them are missing, nothing is
 * appended and `published` says after which `seq` to begin; null: Redis doesn't know (any more), and the caller
 * decides where to begin and says so with `fromUnknown`. Throws when Redis fails.
 */
export async function appendMessages(
  redis: Redis,
  conversationId: string,
  steps: MessageStep[],
  { fromUnknown = false } = {},
): Promise<AppendOutcome> {
  const args = steps.flatMap(({ seq, events, trace }) =>
    events.flatMap((event, i) => {
      const traced = i === events.length - 1 && trace;
      return [String(seq), event.event, JSON.stringify(event.data), traced || ""];
    }),
  );
  const key = redisKeys.published(conversationId);
  const [done, published] = await runAppendScript(redis, key, [
    newRandom(),
    "1",
    fromUnknown ? "1" : "0",
    ...args,
  ]);
  if (done === 1) return { appended: true };
  return { appended: false, published: Number(published) < 0 ? null : Number(published) };
}

const OPEN_SCRIPT = `
if redis.call("EXISTS", KEYS[1]) == 0 or redis.call("EXISTS", KEYS[2]) == 0 then
  redis.call("SET", KEYS[2], ARGV[1] .. ":" .. redis.call("TIME")[1] .. "000")
  if redis.call("EXISTS", KEYS[1]) == 0 then redis.call("XADD", KEYS[1], "*", "marker", "1") end
end
return {redis.call("GET", KEYS[2]), redis.call("XREVRANGE", KEYS[1], "+", "-", "COUNT", 1)[1][1]}
`;

/** Where the log stands now; begins it if there is none. Throws when Redis fails. */
export async function openLog(redis: Redis): Promise<LogOrigin> {
  const [opened, info] = await Promise.all([
    redis.eval(OPEN_SCRIPT, 2, redisKeys.log, redisKeys.logOrigin, newRandom()) as Promise<[string, string]>,
    redis.info("server"),
  ]);
  const [random, beganAt] = opened[0].split(":");
  const runId = /^run_id:(\w+)/m.exec(info)?.[1];
  if (!random || !runId) throw new Error("Redis told neither the log's origin nor its run_id");
  return { epoch: `${random}-${runId.slice(0, 12)}`, head: opened[1], beganAt: Number(beganAt) };
}

export type LogRead = { continuous: true; entries: LogEntry[]; more: boolean } | { continuous: false };

/**
 * Reads up to `limit` entries after `cursor`, in one inclusive read: if the first entry isn't the cursor itself,
 * entries after it may be gone, and continuity is broken. Throws when Redis fails.
 */
export async function readAfter(redis: Redis, cursor: string, limit: number): Promise<LogRead> {
  const found = await redis.xrange(redisKeys.log, cursor, "+", "COUNT", limit + 1);
  if (found[0]?.[0] !== cursor) return { continuous: false };
  const entries = found.slice(1).map(([id, fields]) => toLogEntry(id, fields));
  return { continuous: true, entries, more: entries.length === limit };
}

/** Entries per read, so that one never takes long, for us or for Redis. */
const PAGE = 500;

/**
 * The newest entries, oldest first, until there are `maxEntries` or `maxBytes`, and the id of the entry before
 * them (or the marker), after which they are complete. Throws when Redis fails or the log was never opened.
 */
export async function readNewest(
  redis: Redis,
  { maxEntries, maxBytes }: { maxEntries: number; maxBytes: number },
): Promise<{ after: string; entries: LogEntry[] }> {
  const newestFirst: LogEntry[] = [];
  let bytes = 0;
  for (let before = "+"; newestFirst.length <= maxEntries && bytes < maxBytes; ) {
    const page = await redis.xrevrange(redisKeys.log, before, "-", "COUNT", PAGE);
    for (const [id, fields] of page) {
      const entry = toLogEntry(id, fields);
      bytes += entry.data.length;
      newestFirst.push(entry);
    }
    if (page.length < PAGE) break;
    before = `(${page.at(-1)![0]}`;
  }
  const [before, ...entries] = newestFirst.reverse();
  if (!before) throw new Error("the log is empty: it was never opened");
  return { after: before.id, entries };
}

/** A cursor as clients carry it, `<epoch>/<log id>`. */
export const toEventId = (epoch: string, logId: string) => `${epoch}/${logId}`;

/** The two parts of a client's cursor; null if it isn't one. */
export function parseEventId(text: string): { epoch: string; logId: string } | null {
  const parts = /^([\w-]{1,64})\/(\d{1,16}-\d{1,16})$/.exec(text);
  return parts ? { epoch: parts[1]!, logId: parts[2]! } : null;
}

/** Negative, 0 or positive: the order of two log ids. */
export function compareLogIds(a: string, b: string): number {
  const [aTime = 0, aCount = 0] = a.split("-").map(Number);
  const [bTime = 0, bCount = 0] = b.split("-").map(Number);
  return aTime - bTime || aCount - bCount;
}

function toLogEntry(id: string, fields: string[]): LogEntry {
  return { id, event: fields[1] ?? "", data: fields[3] ?? "", trace: fields[5] };
}

const newRandom = () => randomBytes(9).toString("base64url");
