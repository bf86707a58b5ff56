import type { Presence } from "@live-chat/contract/ephemeral.ts";
import type { Redis } from "ioredis";
import { redisKeys } from "./redis-keys.ts";

type Remembered = { presence: Presence; until: number };

/**
 * Remembers where an agent is, for the presence's `ttl` ms; returns everyone who is present, each with the time
 * that is left. Without it, whoever comes later would know of others only when they speak again. Throws when
 * Redis fails.
 */
export async function rememberPresence(redis: Redis, presence: Presence): Promise<Presence[]> {
  const now = Date.now();
  const { id } = presence.agent;
  const remembered: Remembered = { presence, until: now + presence.ttl };
  const write = redis.multi();
  if (presence.status === "online") write.hset(redisKeys.presence, id, JSON.stringify(remembered));
  else write.hdel(redisKeys.presence, id);
  const outcome = await write.hgetall(redisKeys.presence).exec();
  const all = Object.entries((outcome?.at(-1)?.[1] ?? {}) as Record<string, string>);
  const known = all.map(([agent, json]) => ({ agent, ...(JSON.parse(json) as Remembered) }));
  const gone = known.filter(({ until }) => until <= now);
  if (gone.length > 0) await redis.hdel(redisKeys.presence, ...gone.map(({ agent }) => agent));
  return known
    .filter(({ until }) => until > now)
    .map(({ presence, until }) => ({ ...presence, ttl: until - now }));
}
