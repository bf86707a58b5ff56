import { randomBytes } from "node:crypto";
import { agentChangesRef, type Firestore } from "@live-chat/core/documents.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import { FieldValue } from "firebase-admin/firestore";
import type { Redis } from "ioredis";
import { inTurn } from "../messages/in-turn.ts";
import { ProblemError } from "../problem.ts";

/** ms after which a lock whose holder died is free again; Auth answers within a second. */
const LOCK_TTL = 15_000;
const UNLOCK = `if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("DEL", KEYS[1]) end`;

/**
 * Runs `work` while nobody else changes agents: Auth has no transactions, and two admins who demote each other at
 * the same moment would leave none. Leaves the mark by which dashboards hear of it. Throws `unavailable` while another instance does; what `work` throws.
 */
export function oneAtATime<T>(
  { db, redis }: { db: Firestore; redis: Redis },
  work: () => Promise<T>,
): Promise<T> {
  return inTurn("agents", async () => {
    const mine = randomBytes(9).toString("base64url");
    if ((await redis.set(redisKeys.agentsLock, mine, "PX", LOCK_TTL, "NX")) === null) {
      throw new ProblemError("unavailable", "somebody else is changing agents", { retryAfter: 1 });
    }
    try {
      const done = await work();
      await agentChangesRef(db).set({ changes: FieldValue.increment(1) }, { merge: true });
      return done;
    } finally {
      await redis.eval(UNLOCK, 1, redisKeys.agentsLock, mine).catch(() => {});
    }
  });
}
