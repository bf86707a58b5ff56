import type { Redis } from "ioredis";
import { redisKeys } from "./redis-keys.ts";

/** Entries read at a time. */
const PAGE = 500;

/**
 * Deletes what the log says about an erased conversation, apart from its removal. Whoever stood at a deleted entry
 * can't prove continuity any more and is reset, as after every other loss. Throws when Redis fails.
 */
export async function eraseFromLog(redis: Redis, conversationId: string): Promise<void> {
  await redis.del(redisKeys.published(conversationId));
  for (let after = "-"; ; ) {
    const entries = await redis.xrange(redisKeys.log, after, "+", "COUNT", PAGE);
    const erased = entries.filter(([, fields]) => isAbout(conversationId, fields)).map(([id]) => id);
    if (erased.length > 0) await redis.xdel(redisKeys.log, ...erased);
    const last = entries.at(-1);
    if (!last || entries.length < PAGE) return;
    after = `(${last[0]}`;
  }
}

/** An entry's fields are `event`, its name, `data`, its JSON; only one that names the id is worth parsing. */
function isAbout(conversationId: string, [, event, , data]: string[]): boolean {
  if (event === "conversation_removed" || !data?.includes(conversationId)) return false;
  return (JSON.parse(data) as { conversation_id?: unknown }).conversation_id === conversationId;
}
