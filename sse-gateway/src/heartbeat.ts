import { randomUUID } from "node:crypto";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import type { Redis } from "ioredis";
import { type Client, hasTurn } from "./client.ts";
import type { FanOut } from "./fan-out-events.ts";
import { frameEvent, toChunk } from "./frame.ts";
import type { RecentLog } from "./recent-log.ts";

/** ms between looks at the other gateways, and after which one that says nothing no longer counts. */
const COUNT_INTERVAL = 5_000;
const COUNT_TTL = 16_000;

/** Turns in which the clients get their heartbeats: all at once would hold every event up for a whole round. */
const TURNS = 16;

/**
 * Sends each client a heartbeat every `interval` ms, and everyone whenever it is asked to. It says what is known
 * here and now, and waits for nobody.
 */
export function startHeartbeat(options: {
  interval: number;
  fanOut: FanOut;
  recentLog: RecentLog;
  reachable: () => boolean;
  activeClients: () => number;
}): { beat(): void; stop(): void } {
  const { fanOut } = options;
  const beat = (clients: readonly Client[]) => {
    const heartbeat = {
      timestamp: new Date().toISOString(),
      active_clients: options.activeClients(),
      head: options.recentLog.headId,
      log: options.reachable() ? "ok" : "unreachable",
    };
    fanOut.broadcast(toChunk([frameEvent("heartbeat", JSON.stringify(heartbeat))]), clients);
  };
  let turn = 0;
  const timer = setInterval(() => {
    turn = (turn + 1) % TURNS;
    const due = fanOut.clients.filter((client) => hasTurn(client, turn, TURNS));
    if (due.length > 0) beat(due);
  }, options.interval / TURNS);
  return { beat: () => beat(fanOut.clients), stop: () => clearInterval(timer) };
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
