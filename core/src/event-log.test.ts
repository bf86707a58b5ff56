import type { LogEvent } from "@live-chat/contract/event.ts";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type RunningRedis, startRedis } from "../../local/redis/start-redis.ts";
import { appendEvents, appendMessages, openLog, readAfter, readNewest } from "./event-log.ts";
import { connectRedis, connectSubscriber, untilReady } from "./redis.ts";
import { redisKeys } from "./redis-keys.ts";

let server: RunningRedis;
let redis: Redis;

beforeAll(async () => {
  server = await startRedis();
  redis = connectRedis(server.url);
  await untilReady(redis);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});
beforeEach(() => redis.flushall());

/** Only the name and a mark matter to the log; the rest of an event is the contract's. */
const event = (mark: string, name = "new_message") =>
  ({ event: name, data: { mark } }) as unknown as LogEvent;
const step = (seq: number, ...marks: string[]) => ({
  seq,
  events: (marks.length ? marks : [`m${seq}`]).map((m) => event(m)),
});
const marks = async (after: string) => {
  const read = await readAfter(redis, after, 1000);
  if (!read.continuous) throw new Error("not continuous");
  return read.entries.map((entry) => JSON.parse(entry.data).mark);
};

describe("messages stand in the log once and in seq order", () => {
  test("a repeat is dropped, also inside a batch", async () => {
    const { head } = await openLog(redis);
    expect(await appendMessages(redis, "c1", [step(1), step(2)])).toEqual({ appended: true });
    expect(await appendMessages(redis, "c1", [step(2)])).toEqual({ appended: true });
    expect(await appendMessages(redis, "c1", [step(1), step(2), step(3)])).toEqual({ appended: true });
    expect(await marks(head)).toEqual(["m1", "m2", "m3"]);
  });

  test("a gap appends nothing and says where it stands", async () => {
    const { head } = await openLog(redis);
    await appendMessages(redis, "c1", [step(1)]);
    expect(await appendMessages(redis, "c1", [step(3)])).toEqual({ appended: false, published: 1 });
    expect(await marks(head)).toEqual(["m1"]);
  });

  test("a conversation Redis doesn't know begins at 1, or where the caller says", async () => {
    const { head } = await openLog(redis);
    expect(await appendMessages(redis, "c1", [step(5)])).toEqual({ appended: false, published: null });
    expect(await appendMessages(redis, "c1", [step(4), step(5)], { fromUnknown: true })).toEqual({
      appended: true,
    });
    expect(await appendMessages(redis, "c1", [step(3)], { fromUnknown: true })).toEqual({ appended: true });
    expect(await marks(head)).toEqual(["m4", "m5"]);
  });

  test("a first message comes with what precedes it, in the same append", async () => {
    const { head } = await openLog(redis);
    await appendMessages(redis, "c1", [step(1, "new conversation", "first message")]);
    expect(await marks(head)).toEqual(["new conversation", "first message"]);
  });

  test("appenders that race leave one copy of each, in order", async () => {
    const { head } = await openLog(redis);
    const append = async (seq: number) => {
      const outcome = await appendMessages(redis, "c1", [step(seq)]);
      if (outcome.appended) return;
      const missing = Array.from({ length: seq - (outcome.published ?? 0) }, (_, i) =>
        step((outcome.published ?? 0) + i + 1),
      );
      await appendMessages(redis, "c1", missing, { fromUnknown: outcome.published === null });
    };
    await Promise.all([5, 3, 9, 1, 2, 8, 4, 7, 6, 5, 9, 1].map(append));
    const appended = await marks(head);
    expect(appended).toEqual([...appended].sort());
    expect(new Set(appended).size).toBe(appended.length);
    expect(appended.at(-1)).toBe("m9");
  });
});

describe("reading", () => {
  test("in pages, each after the last", async () => {
    const { head } = await openLog(redis);
    await appendEvents(
      redis,
      ["a", "b", "c"].map((mark) => event(mark, "message_updated")),
    );
    const page = await readAfter(redis, head, 2);
    expect(page).toMatchObject({ continuous: true, more: true, entries: [{ event: "message_updated" }, {}] });
    if (page.continuous) expect(await marks(page.entries[1]!.id)).toEqual(["c"]);
  });

  test("a cursor that was trimmed, or never was, is not continued", async () => {
    const { head } = await openLog(redis);
    await appendEvents(redis, [event("a"), event("b")]);
    await redis.xtrim(redisKeys.log, "MAXLEN", 1);
    expect(await readAfter(redis, head, 10)).toEqual({ continuous: false });
    expect(await readAfter(redis, "99999999999999-0", 10)).toEqual({ continuous: false });
  });
});

describe("the epoch", () => {
  test("stays while the log stays, and changes with a flush", async () => {
    const first = await openLog(redis);
    await appendEvents(redis, [event("a")]);
    expect((await openLog(redis)).epoch).toBe(first.epoch);
    // Ids count milliseconds: a log that began within the same one would begin with the same id.
    await vi.waitUntil(async () => {
      const [seconds, microseconds] = await redis.time();
      return (
        Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000) > Number.parseInt(first.head, 10)
      );
    });
    await redis.flushall();
    await appendEvents(redis, [event("b")]);
    const second = await openLog(redis);
    expect(second.epoch).not.toBe(first.epoch);
    expect((await readAfter(redis, first.head, 10)).continuous).toBe(false);
  });
});

test("the bell rings with the new head, and the list's token changes, in the same append", async () => {
  const subscriber = connectSubscriber(server.url);
  await subscriber.subscribe(redisKeys.bell);
  const rung = new Promise<string>((resolve) => subscriber.on("message", (_, head) => resolve(head)));
  await redis.set(redisKeys.listToken, "before");
  await appendEvents(redis, [event("a")]);
  expect(await rung).toBe((await openLog(redis)).head);
  expect(await redis.get(redisKeys.listToken)).not.toBe("before");
  subscriber.disconnect();
});

test("the log is trimmed to about ten thousand entries", async () => {
  await openLog(redis);
  const batch = Array.from({ length: 500 }, (_, i) => event(`e${i}`, "message_updated"));
  for (let round = 0; round < 24; round++) await appendEvents(redis, batch);
  expect(await redis.xlen(redisKeys.log)).toBeLessThan(10_300);
});

test("entries older than a day go, the last one never does", async () => {
  const pipeline = redis.pipeline();
  for (let i = 1; i <= 500; i++) pipeline.xadd(redisKeys.log, `${i}-0`, "event", "old", "data", "{}");
  await pipeline.exec();
  await appendEvents(redis, [event("new")]);
  const left = await redis.xlen(redisKeys.log);
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(200);
});

describe("the newest entries", () => {
  test("are complete after the one before them, in pages, and no more than asked for", async () => {
    const { head } = await openLog(redis);
    await appendEvents(
      redis,
      Array.from({ length: 1200 }, (_, i) => event(`m${i}`)),
    );
    const all = await readNewest(redis, { maxEntries: 5000, maxBytes: 1e9 });
    expect(all.after).toBe(head);
    expect(all.entries.map((entry) => JSON.parse(entry.data).mark)).toEqual(
      Array.from({ length: 1200 }, (_, i) => `m${i}`),
    );
    for (const limits of [
      { maxEntries: 600, maxBytes: 1e9 },
      { maxEntries: 5000, maxBytes: 6000 },
    ]) {
      const some = await readNewest(redis, limits);
      expect(some.entries.length).toBeLessThan(1200);
      const read = await readAfter(redis, some.after, 5000);
      expect(read).toMatchObject({ continuous: true, entries: some.entries });
    }
  });
});
