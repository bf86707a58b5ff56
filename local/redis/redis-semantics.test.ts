import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findRedisServer } from "./redis-server-process.ts";
import { type RunningRedis, startRedis } from "./start-redis.ts";

// What the product leans on, through the client it uses, against the real Redis and against ours.
const kinds = [
  { kind: "redis-server" as const, missing: !findRedisServer() },
  { kind: "stand-in" as const, missing: false },
];

for (const { kind, missing } of kinds) {
  const note = missing ? " (NOT RUN: there is no redis-server on the PATH)" : "";
  describe.skipIf(missing).each([2, 3] as const)(`${kind}${note}, RESP%i`, (protocol) => {
    let running: RunningRedis;
    let redis: Redis;
    let other: Redis;

    beforeAll(async () => {
      running = await startRedis({ kind });
    });
    beforeEach(async () => {
      redis = new Redis(running.url, { protocol });
      other = new Redis(running.url, { protocol });
      await redis.flushall();
    });
    afterEach(() => {
      redis.disconnect();
      other.disconnect();
    });
    afterAll(() => running?.stop());

    test("a value set with NX stays until it expires", async () => {
      expect(await redis.set("lock", "a", "PX", 30, "NX")).toBe("OK");
      expect(await redis.set("lock", "b", "PX", 30, "NX")).toBeNull();
      await expect.poll(() => redis.set("lock", "c", "EX", 100, "NX")).toBe("OK");
      expect(await redis.ttl("lock")).toBe(100);
    });

    test("expired keys vanish even if nobody asks for them", async () => {
      await redis.set("short", "1", "PX", 1);
      await expect.poll(() => redis.dbsize()).toBe(0);
    });

    test("a ticket can be taken once", async () => {
      await redis.set("ticket", "agent", "EX", 60);
      expect(await Promise.all([redis.getdel("ticket"), other.getdel("ticket")])).toContain("agent");
      expect(await redis.getdel("ticket")).toBeNull();
    });

    test("bytes come back as they went in", async () => {
      const bytes = Buffer.from([0, 255, 13, 10, 128, 36]);
      await redis.set("bytes", bytes);
      expect(await redis.getBuffer("bytes")).toEqual(bytes);
      const throughLua = await redis.callBuffer("EVAL", "return ARGV[1]", "0", bytes);
      expect(throughLua).toEqual(bytes);
      await redis.set("text", "مرحبا 👋");
      expect(await redis.eval("return redis.call('GET', KEYS[1])", 1, "text")).toBe("مرحبا 👋");
    });

    test("stream ids rise with the clock and ranges are exact", async () => {
      const before = Date.now();
      const first = await redis.xadd("log", "*", "event", "a");
      const second = await redis.xadd("log", "*", "event", "b");
      expect(Number(first?.split("-")[0])).toBeGreaterThanOrEqual(before - 1);
      expect(await redis.xrange("log", first!, "+", "COUNT", 10)).toEqual([
        [first, ["event", "a"]],
        [second, ["event", "b"]],
      ]);
      expect(await redis.xrange("log", `(${first}`, "+")).toEqual([[second, ["event", "b"]]]);
      expect(await redis.xrevrange("log", "+", "-", "COUNT", 1)).toEqual([[second, ["event", "b"]]]);
      expect(await redis.xread("STREAMS", "log", first!)).toEqual([["log", [[second, ["event", "b"]]]]]);
    });

    test("an approximate trim keeps at least what was asked, and not much more", async () => {
      const pipeline = redis.pipeline();
      for (let n = 1; n <= 1_000; n++) pipeline.xadd("log", "MAXLEN", "~", 250, `${n}-0`, "n", n);
      await pipeline.exec();
      const length = await redis.xlen("log");
      expect(length).toBeGreaterThanOrEqual(250);
      expect(length).toBeLessThan(350);
      expect(await redis.xtrim("log", "MINID", "=", "901-0")).toBe(length - 100);
      expect((await redis.xrange("log", "-", "+", "COUNT", 1))[0]?.[0]).toBe("901-0");
    });

    test("a subscriber hears what is published after it subscribed, and by pattern", async () => {
      const heard: string[] = [];
      other.on("message", (channel, message) => heard.push(`${channel} ${message}`));
      other.on("pmessage", (pattern, channel, message) => heard.push(`${pattern} ${channel} ${message}`));
      await other.subscribe("bell");
      await other.psubscribe("be*");
      expect(await redis.publish("bell", "1-1")).toBe(2);
      expect(await redis.publish("elsewhere", "x")).toBe(0);
      await expect.poll(() => heard).toEqual(["bell 1-1", "be* bell 1-1"]);
      await other.unsubscribe("bell");
      await other.punsubscribe("be*");
      expect(await redis.publish("bell", "1-2")).toBe(0);
    });

    test("MULTI runs as a whole, and not at all after a watched key changed", async () => {
      await redis.watch("token");
      expect(await redis.multi().set("token", "mine").get("token").exec()).toEqual([
        [null, "OK"],
        [null, "mine"],
      ]);
      await redis.watch("token");
      await other.set("token", "theirs");
      expect(await redis.multi().set("token", "mine again").exec()).toBeNull();
      expect(await redis.get("token")).toBe("theirs");
    });

    test("a script appends, remembers and rings in one step", async () => {
      const script = `
        local last = tonumber(redis.call('GET', KEYS[1]) or '0')
        if tonumber(ARGV[1]) <= last then return {0, last} end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', 60000)
        local id = redis.call('XADD', KEYS[2], 'MAXLEN', '~', 10000, '*', 'event', ARGV[2])
        redis.call('PUBLISH', KEYS[3], id)
        return {1, id}`;
      const heard: string[] = [];
      other.on("message", (_, id) => heard.push(id));
      await other.subscribe("{chat}bell");
      const keys = ["{chat}seq", "{chat}log", "{chat}bell"] as const;
      const first = (await redis.eval(script, 3, ...keys, 7, "hello")) as [number, string];
      expect(first[0]).toBe(1);
      expect(await redis.eval(script, 3, ...keys, 7, "again")).toEqual([0, 7]);
      await expect.poll(() => heard).toEqual([first[1]]);
      expect(await redis.xlen("{chat}log")).toBe(1);
    });

    test("EVALSHA of an unknown script says NOSCRIPT, of a loaded one runs it", async () => {
      await redis.script("FLUSH");
      await expect(redis.evalsha("0".repeat(40), 0)).rejects.toThrow(/^NOSCRIPT /);
      const sha = (await redis.script("LOAD", "return {KEYS[1], ARGV[1], 3.9, false, true}")) as string;
      expect(await redis.evalsha(sha, 1, "k", "v")).toEqual(["k", "v", 3, null, 1]);
    });

    test("entries of the last minute are counted by score", async () => {
      await redis.zadd("gateways", 100, "a", 200, "b", 300, "c");
      await redis.zadd("gateways", 250, "a");
      expect(await redis.zcount("gateways", "(200", "+inf")).toBe(2);
      expect(await redis.zremrangebyscore("gateways", "-inf", "200")).toBe(1);
      expect(await redis.zrange("gateways", "0", "-1", "WITHSCORES")).toEqual(["a", "250", "c", "300"]);
    });

    test("SCAN meets every key that stays, while others come and go", async () => {
      const staying = Array.from({ length: 200 }, (_, n) => `stay:${n}`);
      for (const key of staying) await redis.set(key, "1");
      const met = new Set<string>();
      let cursor = "0";
      do {
        const [next, keys] = await redis.scan(cursor, "MATCH", "stay:*", "COUNT", 7);
        for (const key of keys) met.add(key);
        await redis.set(`new:${cursor}`, "1");
        cursor = next;
      } while (cursor !== "0");
      expect([...met].sort()).toEqual(staying.sort());
    });

    test("INFO tells a run id, another one after a restart", async () => {
      const runId = (info: string) => /^run_id:([0-9a-f]{40})\r?$/m.exec(info)?.[1];
      const second = await startRedis({ kind });
      const client = new Redis(second.url, { protocol });
      const [one, two] = [runId(await redis.info("server")), runId(await client.info("server"))];
      client.disconnect();
      await second.stop();
      expect(one).toBeDefined();
      expect(two).toBeDefined();
      expect(one).not.toBe(two);
    });
  });
}
