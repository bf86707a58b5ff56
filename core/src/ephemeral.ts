import type { EphemeralEvent } from "@live-chat/contract/ephemeral.ts";
import type { Redis } from "ioredis";
import { redisKeys } from "./redis-keys.ts";

/** Tells an event to whoever is connected just now: it has no place in the log. Throws when Redis fails. */
export async function publishEphemeral(redis: Redis, event: EphemeralEvent): Promise<void> {
  await redis.publish(redisKeys.ephemeral, JSON.stringify(event));
}

/** What was told, with the data still as JSON, ready to be framed; null if it isn't one of ours. */
export function parseEphemeral(told: string): { event: string; data: string } | null {
  try {
    const { event, data } = JSON.parse(told) as { event?: unknown; data?: unknown };
    if ((event !== "typing" && event !== "presence") || data === null || typeof data !== "object")
      return null;
    return { event, data: JSON.stringify(data) };
  } catch {
    return null;
  }
}
