import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import { redisKeys } from "./redis-keys.ts";

/** The log keeps about this many entries … */
const MAX_ENTRIES = 10_000;
/** … and none older than this, in ms. */
const MAX_AGE = 24 * 60 * 60 * 1000;
/**
 * How long a conversation's last published `seq` is remembered, in ms. Firestore gives a trigger up after 24 h,
 * so what was published two days ago can't come again.
 */
const PUBLISHED_TTL = 48 * 60 * 60 * 1000;

/**
 * Appending is one script, so that comparing, appending, trimming, dropping the cached list and ringing the bell
 * happen together or not at all.
 *
 * ARGV: random, gated (0 | 1), from unknown (0 | 1), then per event: seq, name, JSON, trace or "".
 * Returns {1, head} when done; {0, published seq or -1} when events before these are missing.
 */
const SCRIPT = `
local log, origin, token, published_key, bell = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local gated, from_unknown = ARGV[2] == "1", ARGV[3] == "1"
local published = gated and tonumber(redis.call("GET", published_key) or "-1") or -1

if gated then
  local first, last = tonumber(ARGV[4]), tonumber(ARGV[#ARGV - 3])
  local next = published + 1
  if published == -1 then
    if first ~= 1 and not from_unknown then return {0, -1} end
    next = first
  end
  if first > next then return {0, published} end
  if last >= next then redis.call("SET", published_key, ARGV[#ARGV - 3], "PX", ${PUBLISHED_TTL}) end
end

local time = redis.call("TIME")
if redis.call("EXISTS", log) == 0 then
  redis.call("SET", origin, ARGV[1] .. ":" .. time[1] .. "000")
  redis.call("XADD", log, "*", "marker", "1")
end

local head = false
for i = 4, #ARGV, 4 do
  if not gated or tonumber(ARGV[i]) > published then
    local entry = {"event", ARGV[i + 1], "data", ARGV[i + 2]}
    if ARGV[i + 3] ~= "" then entry = {"event", ARGV[i + 1], "data", ARGV[i + 2], "trace", ARGV[i + 3]} end
    head = redis.call("XADD", log, "MAXLEN", "~", ${MAX_ENTRIES}, "*", unpack(entry))
  end
end
if not head then return {1, ""} end

local oldest = string.format("%.0f", tonumber(time[1]) * 1000 - ${MAX_AGE})
redis.call("XTRIM", log, "MINID", "~", oldest)
redis.call("SET", token, ARGV[1])
redis.call("PUBLISH", bell, head)
return {1, head}
`;
const SHA = createHash("sha1").update(SCRIPT).digest("hex");

/** Runs the append script; loads it first where Redis doesn't know it yet. */
export async function runAppendScript(
  redis: Redis,
  publishedKey: string,
  args: string[],
): Promise<[number, string | number]> {
  const keys = [redisKeys.log, redisKeys.logOrigin, redisKeys.listToken, publishedKey, redisKeys.bell];
  const all = [...keys, ...args];
  try {
    return (await redis.evalsha(SHA, keys.length, ...all)) as [number, string | number];
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
    return (await redis.eval(SCRIPT, keys.length, ...all)) as [number, string | number];
  }
}
