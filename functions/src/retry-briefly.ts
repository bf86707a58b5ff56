import { setTimeout as wait } from "node:timers/promises";
import { untilReady } from "@live-chat/core/redis.ts";
import type { Redis } from "ioredis";

/** Waits between attempts, in ms. */
const PAUSES = [50, 150, 500, 1_300];
/** No further attempt after this time, in ms. */
const PATIENCE = 2_000;

/**
 * Does what needs Redis; if it fails, waits for Redis and tries again, for about two seconds; then throws. A
 * connection lost while the instance slept is back by then, and a trigger's own retry comes after ten at least.
 */
export async function retryBriefly<T>(redis: Redis, work: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + PATIENCE;
  for (const pause of PAUSES) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await (redis.status === "ready" ? wait(pause) : untilReady(redis, pause).catch(() => {}));
    }
  }
  return work();
}
