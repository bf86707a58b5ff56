import { randomBytes } from "node:crypto";
import type { ConversationsAnswer } from "@live-chat/contract/rest.ts";
import type { Redis } from "ioredis";
import { openLog } from "./event-log.ts";
import { log } from "./logger.ts";
import { redisKeys } from "./redis-keys.ts";

/** Seconds; a page whose token never changes still goes. */
const PAGE_TTL = 60;

/**
 * The first page of the conversation list: the cached one if no append or write came since it was read, else
 * `read`'s, cached for the next. A slow reader can't bring an old page back: it stores its page under the token
 * from before it read. Without Redis it just reads. Throws what `read` throws.
 */
export async function firstPage(
  redis: Redis,
  read: () => Promise<ConversationsAnswer>,
): Promise<ConversationsAnswer> {
  const cache = await readCache(redis);
  if (cache?.page) return cache.page;
  const page = await read();
  if (cache) {
    const cached = JSON.stringify({ token: cache.token, page });
    redis.set(redisKeys.listPage, cached, "EX", PAGE_TTL).catch(() => {});
  }
  return page;
}

/** Makes the next `firstPage` read afresh. Best effort after a commit, never throws: the append does it again. */
export async function dropFirstPage(redis: Redis): Promise<void> {
  await redis.set(redisKeys.listToken, newToken()).catch((error: Error) => {
    log("WARNING", "cached list not dropped", { error: error.message });
  });
}

async function readCache(redis: Redis): Promise<{ token: string; page: ConversationsAnswer | null } | null> {
  try {
    await redis.set(redisKeys.listToken, newToken(), "NX");
    const [[current, cached], { epoch }] = await Promise.all([
      redis.mget(redisKeys.listToken, redisKeys.listPage),
      openLog(redis),
    ]);
    if (!current) return null;
    const token = `${epoch}/${current}`;
    const stored = cached ? (JSON.parse(cached) as { token: string; page: ConversationsAnswer }) : null;
    return { token, page: stored?.token === token ? stored.page : null };
  } catch {
    return null;
  }
}

const newToken = () => randomBytes(9).toString("base64url");
