import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exchange } from "./redis-exchange.ts";
import { findRedisServer } from "./redis-server-process.ts";
import { type RunningRedis, startRedis } from "./start-redis.ts";

const transcript = readFileSync(new URL("parity-commands.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("//"))
  .map(splitWords);

function splitWords(line: string): string[] {
  const words = line.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  return words.map((word) => (word.startsWith('"') ? JSON.parse(word) : word));
}

const noRedisServer = !findRedisServer();
const title = noRedisServer
  ? "NOT RUN, because there is no redis-server on the PATH: the stand-in answers byte for byte as Redis"
  : "the stand-in answers byte for byte as Redis";

describe.skipIf(noRedisServer)(title, () => {
  let real: RunningRedis;
  let standIn: RunningRedis;

  beforeAll(async () => {
    [real, standIn] = await Promise.all([
      startRedis({ kind: "redis-server" }),
      startRedis({ kind: "stand-in" }),
    ]);
  });

  afterAll(() => Promise.all([real?.stop(), standIn?.stop()]));

  /** Runs commands on both from an empty start; returns both sides' replies. */
  async function askBoth(protocol: string, requests: string[][]): Promise<[string[], string[]]> {
    const start = [["FLUSHALL"], ["SCRIPT", "FLUSH"]];
    await Promise.all([exchange(real.url, start), exchange(standIn.url, start)]);
    const all = protocol === "3" ? [["CLIENT", "SETNAME", "x"], ["HELLO", "3"], ...requests] : requests;
    const skipHello = (replies: string[]) => (protocol === "3" ? replies.slice(2) : replies);
    const [expected, actual] = await Promise.all([exchange(real.url, all), exchange(standIn.url, all)]);
    return [skipHello(expected), skipHello(actual)];
  }

  describe.each(["2", "3"])("in RESP%s", (protocol) => {
    test("to every command and mistake of the transcript", async () => {
      const [expected, actual] = await askBoth(protocol, transcript);
      expect(actual).toEqual(expected);
      expect(actual.length).toBeGreaterThan(transcript.length);
    });

    test("to random sequences of commands", { timeout: 30_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(randomCommand, { minLength: 1, maxLength: 40 }), async (requests) => {
          const [expected, actual] = await askBoth(protocol, requests);
          expect(actual).toEqual(expected);
        }),
        { numRuns: 200 },
      );
    });
  });
});

// Few keys, so that commands meet; no TTLs in the near future and no "*" ids, since those tell the time.
const key = fc.constantFrom("k", "n", "x", "z", "h");
const value = fc.constantFrom("", "1", "-5", "07", "abc", "9223372036854775807", "\xff\0\r\n");
const score = fc.constantFrom("1", "2", "2.5", "-3", "inf", "(2", "nan?");
const member = fc.constantFrom("a", "b", "c", "");
const streamId = fc.constantFrom("1-1", "1-*", "2", "3-5", "3-*", "0-0", "9-9", "x");
const rangeEnd = fc.constantFrom("-", "+", "1", "(1-1", "3-5", "(3", "x");
const count = fc.constantFrom("0", "1", "2", "-1", "x");
const farFuture = "99999999999999";

const command = (...words: (string | fc.Arbitrary<string>)[]) =>
  fc.tuple(...words.map((word) => (typeof word === "string" ? fc.constant(word) : word)));

const scripts = fc.constantFrom(
  "return redis.call('INCR', KEYS[1])",
  "local r = redis.pcall('XADD', KEYS[1], 'MAXLEN', '=', '3', ARGV[1], 'f', ARGV[1]) return {r, #ARGV[1]}",
  "if redis.call('EXISTS', KEYS[1]) == 1 then return redis.call('TYPE', KEYS[1]) end return false",
  "redis.call('SET', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[1])",
);

const randomCommand = fc.oneof(
  command("GET", key),
  command("SET", key, value),
  command("SET", key, value, fc.constantFrom("NX", "XX", "GET", "KEEPTTL", "FOO")),
  command("SET", key, value, "PXAT", farFuture, fc.constantFrom("NX", "XX", "GET")),
  command(fc.constantFrom("DEL", "GETDEL", "EXISTS", "TYPE", "INCR", "PERSIST", "DBSIZE"), key),
  command("INCRBY", key, value),
  command("MGET", key, key),
  command("MSET", key, value, key, value),
  command("PEXPIREAT", key, fc.constantFrom("1", farFuture, "x"), fc.constantFrom("NX", "XX", "GT", "LT")),
  command("GETEX", key, fc.constantFrom("PERSIST", "FOO")),
  command("HSET", key, member, value, member, value),
  command("HDEL", key, member, member),
  command(fc.constantFrom("HGETALL", "SCARD", "ZCARD", "XLEN"), key),
  command("HINCRBY", key, member, value),
  command(fc.constantFrom("SADD", "SREM", "SISMEMBER", "ZREM", "HGET"), key, member),
  command("ZADD", key, score, member, score, member),
  command("ZADD", key, fc.constantFrom("NX", "XX", "GT", "LT", "CH", "INCR"), score, member),
  command("ZRANGE", key, count, count, fc.constantFrom("WITHSCORES", "REV", "BYSCORE", "FOO")),
  command("ZRANGEBYSCORE", key, score, score, "WITHSCORES", "LIMIT", count, count),
  command(fc.constantFrom("ZCOUNT", "ZREMRANGEBYSCORE"), key, score, score),
  command("XADD", key, streamId, member, value),
  command(
    "XADD",
    key,
    fc.constantFrom("MAXLEN", "MINID"),
    fc.constantFrom("=", "~"),
    count,
    streamId,
    "f",
    "v",
  ),
  command("XADD", key, "NOMKSTREAM", streamId, "f", "v"),
  command("XTRIM", key, fc.constantFrom("MAXLEN", "MINID"), count),
  command("XRANGE", key, rangeEnd, rangeEnd),
  command(fc.constantFrom("XRANGE", "XREVRANGE"), key, rangeEnd, rangeEnd, "COUNT", count),
  command("XDEL", key, streamId, streamId),
  command("XREAD", "COUNT", count, "STREAMS", key, key, streamId, streamId),
  command("PUBLISH", "room", value),
  command(fc.constantFrom("SUBSCRIBE", "UNSUBSCRIBE"), "room"),
  command(fc.constantFrom("MULTI", "EXEC", "EXEC", "DISCARD", "UNWATCH", "PING")),
  command("WATCH", key),
  command("EVAL", scripts, "1", key, streamId),
  command("EVAL", scripts, "1", key, value),
);
