import { randomUUID } from "node:crypto";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import type { Redis } from "ioredis";
import type { FanOut } from "./fan-out-events.ts";
import { frameEvent, toChunk } from "./frame.ts";
import type { RecentLog } from "./recent-log.ts";

/** ms between looks at the other gateways, and after which one that says nothing no longer counts. */
const COUNT_INTERVAL = 5_000;
const COUNT_TTL = 16_000;

/** Sends everyone a heartbeat at each `interval` (ms), and whenever it is asked to. It says what is known here and now, and waits for nobody. */
export function startHeartbeat(options: {
  interval: number;
  fanOut: FanOut;
  recentLog: RecentLog;
  reachable: () => boolean;
  activeClients: () => number;
}): { beat(): void; stop(): void } {
  const beat = () => {
    const heartbeat = {
      timestamp: new Date().toISOString(),
      active_clients: options.activeClients(),
      head: options.recentLog.headId,
      log: options.reachable() ? "ok" : "unreachable",
    };
    options.fanOut.broadcast(toChunk([frameEvent("heartbeat", JSON.stringify(heartbeat))]));
  };
  const timer = setInterval(beat, options.interval);
  return { beat, stop: () => clearInterval(timer) };
}

/**
 * Counts the clients of all gateways: each one keeps its own number in a sorted set, as the member
 * `<gateway>=<clients>` that is good until its score. Without Redis the others' last known numbers stand.
 */
export function countClients(
  redis: Redis,
  ownClients: () => number,
): { all(): number; stop(): Promise<void> } {
  const gateway = randomUUID();
  let written = "";
  let others = 0;

  async function exchange(): Promise<void> {
    const member = `${gateway}=${ownClients()}`;
    const now = Date.now();
    const answers = await redis
      .multi()
      .zrem(redisKeys.gateways, written)
      .zadd(redisKeys.gateways, String(now + COUNT_TTL), member)
      .zremrangebyscore(redisKeys.gateways, "-inf", String(now))
      .zrange(redisKeys.gateways, "0", "-1")
      .exec();
    written = member;
    const members = (answers?.at(-1)?.[1] ?? []) as string[];
    others = members
      .filter((each) => !each.startsWith(gateway))
      .reduce((sum, each) => sum + Number(each.split("=")[1]), 0);
  }

  const look = () => exchange().catch(() => {});
  const timer = setInterval(look, COUNT_INTERVAL);
  void look();
  return {
    all: () => others + ownClients(),
    async stop() {
      clearInterval(timer);
      await redis.zrem(redisKeys.gateways, written).catch(() => {});
    },
  };
}
