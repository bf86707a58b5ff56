import type { ConversationsAnswer } from "@live-chat/contract/rest.ts";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RunningRedis, startRedis } from "../../local/redis/start-redis.ts";
import { appendEvents } from "./event-log.ts";
import { dropFirstPage, firstPage } from "./list-cache.ts";
import { connectRedis, untilReady } from "./redis.ts";

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

const page = (total: number): ConversationsAnswer => ({ conversations: [], total, next_cursor: null });

test("a page is read once and served until something is appended", async () => {
  let reads = 0;
  const read = async () => page(++reads);
  expect((await firstPage(redis, read)).total).toBe(1);
  expect((await firstPage(redis, read)).total).toBe(1);
  await appendEvents(redis, [{ event: "conversation_updated", data: {} } as never]);
  expect((await firstPage(redis, read)).total).toBe(2);
  await dropFirstPage(redis);
  expect((await firstPage(redis, read)).total).toBe(3);
});

test("a slow reader can't bring an old page back", async () => {
  const { promise, resolve } = Promise.withResolvers<ConversationsAnswer>();
  const { promise: reading, resolve: began } = Promise.withResolvers<void>();
  const slow = firstPage(redis, () => {
    began();
    return promise;
  });
  await reading;
  await dropFirstPage(redis);
  resolve(page(1));
  await slow;
  expect((await firstPage(redis, async () => page(2))).total).toBe(2);
});

test("without Redis it just reads", async () => {
  const gone = connectRedis("redis://127.0.0.1:1");
  expect((await firstPage(gone, async () => page(7))).total).toBe(7);
  await dropFirstPage(gone);
  gone.disconnect();
});
