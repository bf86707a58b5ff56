import { type LogEntry, openLog, readAfter, readNewest } from "@live-chat/core/event-log.ts";
import { log } from "@live-chat/core/logger.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import type { Redis } from "ioredis";
import type { RecentLog } from "./recent-log.ts";

/** Entries per read, so that one chunk stays well below what a client may have waiting. */
const READ_LIMIT = 200;
/** What a starting gateway loads, so that everyone who comes back can resume from memory. */
const LOADED = { maxEntries: 12_000, maxBytes: 32 * 1024 * 1024 };
/** ms between reads that nobody rang for: they cover bells that weren't heard. */
const UNHEARD_BELLS = 2_000;

/** Why the log isn't continuous: it ends before our cursor or was emptied or trimmed past it; or it is another one. */
export type ResetReason = "cursor_gone" | "other_log";

export type LogReceiver = {
  /** Whether the last read reached Redis. */
  reachable(): boolean;
  /** ms by which the newest entry that a bell told of is ahead of what was read. */
  lag(): number;
  /** Resolves when a read that began after this call has ended, well or not. */
  readNow(): Promise<void>;
  stop(): void;
};

/**
 * Follows the log: the bell rings, and what stands after the own cursor is read and handed on. Live delivery,
 * catching up and healing are this one path.
 *
 * `deliver` gets each entry once, in order. `reset` is called when continuity is broken: the recent log then
 * begins anew, and everyone needs a fresh page.
 */
export function receiveEvents(options: {
  /** Reads the log; its connection may fail at any time. */
  reader: Redis;
  /** Hears the bell; may be deaf without anyone noticing. */
  subscriber: Redis;
  recentLog: RecentLog;
  deliver(entries: LogEntry[]): void;
  reset(reason: ResetReason): void;
  /** Called when the log can't be reached any more, and when it can be again. */
  reachableChanged(): void;
}): LogReceiver {
  const { reader, subscriber, recentLog } = options;
  let reachable = false;
  let stopped = false;
  let reading = false;
  let waiting: (() => void)[] = [];
  /** Counts lost connections: what one of them read proves nothing after it. */
  let connection = 0;
  /** The connection on which the epoch was checked last. */
  let checked = -1;

  /** Single-flight: whoever rings during a read waits for the next one. */
  async function readWhileAsked(): Promise<void> {
    if (reading) return;
    reading = true;
    while (waiting.length > 0 && !stopped) {
      const served = waiting;
      waiting = [];
      await readToEnd().then(() => setReachable(true), lose);
      for (const resolve of served) resolve();
    }
    reading = false;
  }

  async function readToEnd(): Promise<void> {
    for (let more = true; more && !stopped; ) {
      const current = connection;
      if (checked !== current && !(await checkEpoch(current))) continue;
      const read = await readAfter(reader, recentLog.head, READ_LIMIT);
      if (current !== connection) continue;
      if (!read.continuous) {
        log("WARNING", "log discontinuous", { cursor: recentLog.head });
        await openAnew(current);
        continue;
      }
      if (read.entries.length > 0) options.deliver(read.entries);
      more = read.more;
    }
  }

  /** True if the log is still the one we know; else it is opened anew, and true too if that went through. */
  async function checkEpoch(current: number): Promise<boolean> {
    const { epoch } = await openLog(reader);
    if (current !== connection) return false;
    if (epoch !== recentLog.epoch) return openAnew(current);
    checked = current;
    return true;
  }

  async function openAnew(current: number): Promise<boolean> {
    const { epoch } = await openLog(reader);
    const { after, entries } = await readNewest(reader, LOADED);
    // Emptied in between, the log would be another one than we believe.
    const { epoch: still } = await openLog(reader);
    if (current !== connection || still !== epoch) return false;
    const first = recentLog.epoch === "";
    const reason = epoch === recentLog.epoch ? "cursor_gone" : "other_log";
    recentLog.open(epoch, after);
    recentLog.append(entries);
    checked = current;
    log("INFO", "log opened", { epoch, head: recentLog.head });
    if (!first) options.reset(reason);
    return true;
  }

  function lose(error: Error): void {
    setReachable(false, error.message);
    // A connection whose other side is gone silently times out for ever; a new one may get through.
    if (reader.status === "ready" && /timed out/i.test(error.message)) reader.disconnect(true);
  }

  function setReachable(now: boolean, error?: string): void {
    if (reachable === now) return;
    reachable = now;
    log(now ? "NOTICE" : "WARNING", now ? "log reachable" : "log unreachable", { error });
    options.reachableChanged();
  }

  function readNow(): Promise<void> {
    if (stopped) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push(resolve);
    void readWhileAsked();
    return promise;
  }

  const ring = () => void readNow();
  let announced = 0;
  const hear = (channel: string, head: string) => {
    // The connection hears other channels too.
    if (channel !== redisKeys.bell) return;
    announced = Number.parseInt(head, 10);
    ring();
  };
  const disconnected = () => {
    connection++;
  };
  /** Another Redis, or the same one restarted, may be behind the new connection. */
  const connected = () => {
    connection++;
    ring();
  };
  reader.on("close", disconnected).on("ready", connected);
  subscriber.on("ready", connected).on("message", hear);
  subscriber.subscribe(redisKeys.bell).catch(() => {});
  const timer = setInterval(ring, UNHEARD_BELLS);
  ring();

  return {
    reachable: () => reachable,
    lag: () => Math.max(0, announced - Number.parseInt(recentLog.head, 10) || 0),
    readNow,
    stop() {
      stopped = true;
      clearInterval(timer);
      reader.off("close", disconnected).off("ready", connected);
      subscriber.off("ready", connected).off("message", hear);
      for (const resolve of waiting) resolve();
    },
  };
}
