import { randomBytes } from "node:crypto";
import type { OutgoingEventName } from "@live-chat/contract/webhook-endpoints.ts";
import { log } from "@live-chat/core/logger.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import type { Firestore } from "firebase-admin/firestore";
import type { Redis } from "ioredis";
import { type EndpointDocument, endpoints } from "./documents.ts";

export type EndpointDirectory = {
  /** The ids of the active endpoints that want an event. Throws when Firestore can't be asked. */
  wanting(event: OutgoingEventName): Promise<string[]>;
};

type Known = { token: string | null; active: Promise<EndpointDocument[]>; at: number };

/**
 * Looks endpoints up for every event that happens, and there are many events and mostly no endpoints: so what was
 * found is remembered while the token in Redis, which each change of an endpoint replaces, stays the same, and for
 * `maxAge` ms at most, should a change not have reached Redis. Without Redis nothing is remembered.
 */
export function createEndpointDirectory(
  { db, redis }: { db: Firestore; redis: Redis },
  { maxAge = 60_000, now = Date.now }: { maxAge?: number; now?: () => number } = {},
): EndpointDirectory {
  let known: Known | null = null;

  const readActive = async () => {
    const { docs } = await endpoints(db).where("status", "==", "active").get();
    return docs.map((document) => document.data());
  };

  async function active(): Promise<EndpointDocument[]> {
    // Before Firestore is read: a change that comes meanwhile is found the next time.
    const token = await redis.get(redisKeys.webhookEndpointsToken).catch(() => undefined);
    if (token === undefined) return readActive();
    if (known && known.token === token && now() - known.at < maxAge) return known.active;
    const reading: Known = { token, active: readActive(), at: now() };
    known = reading;
    reading.active.catch(() => {
      if (known === reading) known = null;
    });
    return reading.active;
  }

  return {
    async wanting(event) {
      const wanted = (await active()).filter(({ events }) => events.includes(event));
      return wanted.map(({ endpoint_id }) => endpoint_id);
    },
  };
}

/** Has every directory look again, after endpoints were changed. Best effort, never throws. */
export async function endpointsChanged(redis: Redis): Promise<void> {
  const token = randomBytes(9).toString("base64url");
  await redis.set(redisKeys.webhookEndpointsToken, token).catch((error: Error) => {
    log("WARNING", "a change of endpoints counts within a minute only", { error: error.message });
  });
}
