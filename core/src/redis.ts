import { Redis } from "ioredis";
import { log } from "./logger.ts";

/**
 * A client for commands. It fails fast instead of queueing, so that callers can retry or do without:
 * one retry per command, 2 s per command, nothing sent while disconnected.
 */
export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    commandTimeout: 2_000,
    connectTimeout: 5_000,
    enableOfflineQueue: false,
    enableReadyCheck: true,
  });
  // While Redis is away, everyone who needs it waits for it.
  redis.setMaxListeners(0);
  redis.on("error", (error) => log("WARNING", "redis connection", { error: error.message }));
  return redis;
}

/** Resolves when the client may be used, within `patience` ms; throws when Redis can't be reached in that time. */
export async function untilReady(redis: Redis, patience = 5_000): Promise<void> {
  if (redis.status === "ready") return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error("Redis is not reachable")), patience);
  redis.once("ready", resolve);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    redis.off("ready", resolve);
  }
}

/**
 * A client that only listens. It reconnects and resubscribes for ever; `socketTimeout` with its own pings
 * ends a connection whose other side went away silently, which TCP alone would keep `ready` for hours. That is
 * noticed within twice `pingInterval` (ms).
 */
export function connectSubscriber(url: string, { pingInterval = 5_000 } = {}): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    autoResubscribe: true,
    connectTimeout: 5_000,
    socketTimeout: 2 * pingInterval,
    enableReadyCheck: true,
  });
  redis.on("error", (error) => log("WARNING", "redis subscriber", { error: error.message }));
  const ping = setInterval(() => {
    if (redis.status === "ready") redis.ping().catch(() => {});
  }, pingInterval);
  ping.unref();
  redis.once("end", () => clearInterval(ping));
  return redis;
}
