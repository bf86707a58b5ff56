import { randomBytes } from "node:crypto";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import type { Redis } from "ioredis";
import { inTurn } from "../messages/in-turn.ts";
import { ProblemError } from "../problem.ts";

/** ms after which a lock whose holder died is free again; Auth answers within a second. */
const LOCK_TTL = 15_000;
const UNLOCK = `if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("DEL", KEYS[1]) end`;

/**
 * Runs `work` while nobody else changes agents: Auth has no transactions, and two admins who demote each other at
 * the same moment would leave none. Throws `unavailable` while another instance does; what `work` throws.
 */
export function oneAtATime<T>(redis: Redis, work: () => Promise<T>): Promise<T> {
  return inTurn("agents", async () => {
    const mine = randomBytes(9).toString("base64url");
    if ((await redis.set(redisKeys.agentsLock, mine, "PX", LOCK_TTL, "NX")) === null) {
      throw new ProblemError("unavailable", "somebody else is changing agents", { retryAfter: 1 });
    }
    try {
      return await work();
    } finally {
      await redis.eval(UNLOCK, 1, redisKeys.agentsLock, mine).catch(() => {});
    }
  });
}
