import { expect, test } from "vitest";
import { type DeliveryPolicy, DeliveryQueue, type DeliveryResult } from "./delivery-queue.ts";

const policy: DeliveryPolicy = { concurrency: 4, firstRetryDelay: 1, maxRetryDelay: 8, giveUpAfter: 60_000 };

test("thousands of events are delivered once each, in order, a few at a time", async () => {
  const delivered: number[] = [];
  let running = 0;
  let most = 0;
  const queue = new DeliveryQueue<number>(async (event) => {
    most = Math.max(most, ++running);
    delivered.push(event);
    await new Promise(setImmediate);
    running--;
    return "done";
  }, policy);
  const events = Array.from({ length: 5000 }, (_, i) => i);
  for (const event of events) queue.add(event);
  expect(delivered).toEqual([]);
  await queue.idle();
  expect(delivered).toEqual(events);
  expect(most).toBe(policy.concurrency);
});

test("an event is tried until it is acknowledged, and holds up no other meanwhile", async () => {
  const log: string[] = [];
  let failures = 3;
  const queue = new DeliveryQueue<string>(
    async (event) => {
      log.push(event);
      return event === "bad" && failures-- > 0 ? "again" : "done";
    },
    { ...policy, concurrency: 1 },
  );
  for (const event of ["bad", "b", "c"]) queue.add(event);
  await queue.idle();
  expect(log.slice(0, 3)).toEqual(["bad", "b", "c"]);
  expect(log.slice(3)).toEqual(["bad", "bad", "bad"]);
});

test("a dropped event is not tried again", async () => {
  let tries = 0;
  const queue = new DeliveryQueue<string>(async () => {
    tries++;
    return "drop";
  }, policy);
  queue.add("event");
  await queue.idle();
  expect(tries).toBe(1);
});

test("an event that fails for too long is given up", async () => {
  let tries = 0;
  const queue = new DeliveryQueue<string>(
    async () => {
      tries++;
      return "again";
    },
    { ...policy, giveUpAfter: 30 },
  );
  queue.add("event");
  await queue.idle();
  expect(tries).toBeGreaterThan(1);
});

test("what pauses can be tried at once", async () => {
  let answer: DeliveryResult = "again";
  let firstTry!: () => void;
  const tried = new Promise<void>((resolve) => {
    firstTry = resolve;
  });
  const queue = new DeliveryQueue<string>(
    async () => {
      firstTry();
      return answer;
    },
    { ...policy, firstRetryDelay: 1_000_000, maxRetryDelay: 1_000_000 },
  );
  queue.add("event");
  await tried;
  await new Promise(setImmediate);
  expect(queue.isIdle).toBe(false);
  answer = "done";
  queue.retryNow();
  await queue.idle();
});

test("stopping ends deliveries under way and forgets the rest", async () => {
  let started!: () => void;
  const running = new Promise<void>((resolve) => {
    started = resolve;
  });
  let deliveries = 0;
  const queue = new DeliveryQueue<string>(
    (_, signal) => {
      deliveries++;
      started();
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve("again")));
    },
    { ...policy, concurrency: 1 },
  );
  queue.add("under way");
  queue.add("waiting");
  await running;
  queue.stop();
  await queue.idle();
  queue.add("too late");
  await queue.idle();
  expect(deliveries).toBe(1);
});
