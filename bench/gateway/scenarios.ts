import { setTimeout as wait } from "node:timers/promises";
import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { LogEvent } from "@live-chat/contract/event.ts";
import type { Hub } from "./hubs.ts";
import { type Load, type Report, startLoad } from "./load.ts";
import { processorTime, residentMemory } from "./processes.ts";

/** Bytes of an event's data. */
const EVENT_SIZE = 600;

/** An event of about 600 bytes that says in µs when it was made. */
export function timedEvent(): LogEvent {
  const now = Math.round((performance.timeOrigin + performance.now()) * 1000);
  const conversation = { conversation_id: "bench", name: "x".repeat(EVENT_SIZE - 110) } as Conversation;
  return {
    event: "conversation_updated",
    data: { user_id: `t${now}`, conversation_id: "bench", conversation },
  };
}

/** Deliveries a second, and per second of the hub's processor time: that is the same on a busy machine. */
export type Saturated = { rate: number; perProcessorSecond: number };

/** As many deliveries as it can, with at most `inFlight` events published that haven't reached everybody yet. */
export async function saturate(hub: Hub, load: Load, inFlight: number, seconds: number): Promise<Saturated> {
  await load.mark();
  const used = await processorTime(hub.pid);
  const started = performance.now();
  const deadline = started + seconds * 1000;
  let published = 0;
  while (performance.now() < deadline) {
    if (published - load.complete() < inFlight) {
      published++;
      void hub.publish(timedEvent()).catch(() => {});
    } else await Promise.race([load.progress(), wait(200)]);
  }
  const { deliveries } = await load.report();
  const rate = deliveries / ((performance.now() - started) / 1000);
  const perProcessorSecond = deliveries / ((await processorTime(hub.pid)) - used);
  await untilComplete(load, published);
  return { rate, perProcessorSecond };
}

/** ms that a hub which fell behind may take to catch up, before it is another one's turn. */
const PATIENCE = 10_000;

async function untilComplete(load: Load, published: number): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (load.complete() < published && performance.now() < deadline)
    await Promise.race([load.progress(), wait(200)]);
}

export type Pace = Report & { share: number };

/** `rate` events a second; `share` is the part of all deliveries that came in time to be counted. */
export async function pace(
  hub: Hub,
  load: Load,
  clients: number,
  rate: number,
  seconds: number,
): Promise<Pace> {
  await load.mark();
  const started = performance.now();
  const events = rate * seconds;
  for (let i = 0; i < events; i++) {
    await wait(Math.max(0, started + (i * 1000) / rate - performance.now()));
    void hub.publish(timedEvent()).catch(() => {});
  }
  await wait(500);
  const report = await load.report();
  await untilComplete(load, events);
  return { ...report, share: report.deliveries / (events * clients) };
}

/** Connects them; with the bytes of resident memory that each costs when it is idle. */
export async function connectAll(hub: Hub, clients: number, options?: { stalled?: number }) {
  const before = await residentMemory(hub.pid);
  const load = await startLoad(hub, clients, options);
  await load.up();
  await wait(2_000);
  const memory = (await residentMemory(hub.pid)) - before;
  return { load, memoryPerClient: memory / clients };
}
