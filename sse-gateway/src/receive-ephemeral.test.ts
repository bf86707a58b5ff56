import type { EphemeralEvent } from "@live-chat/contract/ephemeral.ts";
import { publishEphemeral } from "@live-chat/core/ephemeral.ts";
import { appendEvents } from "@live-chat/core/event-log.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import { type RunningRedis, startRedis } from "@live-chat/local/redis/start-redis.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startTestGateway, testEvent } from "../testing/start-test-gateway.ts";

vi.mock("@live-chat/core/logger.ts", () => ({ log: () => {} }));

let redisServer: RunningRedis;
let gateway: Awaited<ReturnType<typeof startTestGateway>>;
beforeAll(async () => {
  redisServer = await startRedis();
});
afterAll(() => redisServer.stop());
beforeEach(async () => {
  gateway = await startTestGateway(redisServer.url);
});
afterEach(() => gateway.stop());

const typing = (name: string): EphemeralEvent => ({
  event: "typing",
  data: { conversation_id: "c1", author: { kind: "agent", id: "ana", name }, typing: true, ttl: 6000 },
});

/** A stream that has its page, so that it gets whatever comes. */
async function openLive() {
  const stream = await gateway.open();
  await stream.find(({ event }) => event === "conversations");
  return stream;
}

test("who types is told to everyone at once, without an id, and whoever comes later doesn't hear of it", async () => {
  const [one, other] = [await openLive(), await openLive()];
  const cursor = one.lastEventId;
  await publishEphemeral(gateway.redis, typing("Ana\nLima"));
  for (const stream of [one, other]) {
    const told = await stream.find(({ event }) => event === "typing");
    expect(told).toMatchObject({ id: null, data: typing("Ana\nLima").data });
    expect(stream.lastEventId).toBe(cursor);
  }
  const later = await gateway.open({ lastEventId: cursor });
  await appendEvents(gateway.redis, [testEvent(1)]);
  await later.find(({ event }) => event === "conversation_updated");
  expect(later.named("typing")).toEqual([]);
  for (const stream of [one, other, later]) stream.close();
});

test("what isn't one of these events goes no further", async () => {
  const stream = await openLive();
  for (const told of [
    "",
    "{",
    "null",
    '{"event":"new_message","data":{}}',
    '{"event":"typing","data":null}',
  ]) {
    await gateway.redis.publish(redisKeys.ephemeral, told);
  }
  await publishEphemeral(gateway.redis, typing("Ana"));
  await stream.find(({ event }) => event === "typing");
  expect(stream.events.map(({ event }) => event)).toEqual(["connected", "conversations", "typing"]);
  stream.close();
});
