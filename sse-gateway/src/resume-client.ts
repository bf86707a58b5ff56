import { parseEventId } from "@live-chat/core/event-log.ts";
import { log } from "@live-chat/core/logger.ts";
import type { Client } from "./client.ts";
import { toChunk } from "./frame.ts";
import type { Snapshot } from "./read-snapshot.ts";
import type { Position, RecentLog } from "./recent-log.ts";

/** Bytes that a client gets before it must have read them. */
const SLICE = 256 * 1024;
/** ms within which clients that got no page come back, each at its own time. */
const RETRY_WITHIN = 10_000;

export type Resumption = "resumed" | "reset" | "fresh";

/**
 * Brings clients to where the gateway is: exactly what they missed if that can be proven, else a fresh page.
 * Until a client is there it isn't `live`; the log is its queue, at its own pace.
 */
export function createResume(options: {
  recentLog: RecentLog;
  readSnapshot: () => Promise<Snapshot>;
  readLog: () => Promise<void>;
}) {
  const { recentLog, readSnapshot, readLog } = options;

  /** `lastEventId` is what the client says it saw last, from wherever; returns what was done about it. */
  async function resume(client: Client, lastEventId: string | null): Promise<Resumption> {
    const parsed = lastEventId ? parseEventId(lastEventId) : null;
    const seen = parsed && { epoch: parsed.epoch, head: parsed.logId };
    // Another gateway was faster: look again before judging.
    if (seen && recentLog.isBehind(seen)) await readLog();
    if (seen && recentLog.follows(seen)) {
      await catchUp(client, seen);
      return "resumed";
    }
    await reset(client);
    return lastEventId ? "reset" : "fresh";
  }

  /** A fresh page, then everything after it. */
  async function reset(client: Client): Promise<void> {
    client.live = false;
    try {
      let snapshot = await readSnapshot();
      while (!recentLog.follows(snapshot.from)) snapshot = await readSnapshot();
      client.write(snapshot.chunk);
      await catchUp(client, snapshot.from);
    } catch (error) {
      log("WARNING", "stream ended without a page", { error: (error as Error).message });
      client.end("no_snapshot", Math.random() * RETRY_WITHIN);
    }
  }

  /** Everything after `position`, as fast as the client reads. From the last look at the log on it is live. */
  async function catchUp(client: Client, position: Position): Promise<void> {
    const { epoch } = position;
    for (let head = position.head; !client.ended; ) {
      const missed = recentLog.after({ epoch, head }, SLICE);
      if (!missed) return reset(client);
      if (missed.frames.length === 0) {
        client.live = true;
        client.seen = recentLog.end;
        return;
      }
      client.write(toChunk(missed.frames));
      head = missed.last;
      await client.drained();
    }
  }

  return {
    resume,
    /** Continuity is broken for everyone. Those who are on their way find out by themselves. */
    resetAll(clients: readonly Client[]): void {
      for (const client of clients) if (client.live) void reset(client);
    },
  };
}
