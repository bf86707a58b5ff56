import { setTimeout as wait } from "node:timers/promises";
import { HUBS, type Hub } from "./hubs.ts";
import { startLoad } from "./load.ts";
import { residentMemory } from "./processes.ts";
import { connectAll, type Pace, pace, type Saturated, saturate, timedEvent } from "./scenarios.ts";

export type Measured = {
  /** ms until all streams had begun, the first time. */
  connect: number;
  /** bytes */
  memoryPerClient: number;
  at5: Pace;
  at20: Pace;
  /** With one event in flight, and with up to four. */
  saturated1: Saturated;
  saturated4: Saturated;
};

/** All about one hub that is measured repeatedly, on a fresh process. */
export async function measureHub(
  start: (clients: number) => Promise<Hub>,
  clients: number,
  seconds: number,
): Promise<Measured> {
  const hub = await start(clients);
  const { load, took, memoryPerClient } = await connectAll(hub, clients);
  try {
    for (let i = 0; i < 10; i++) await hub.publish(timedEvent());
    await wait(3_000);
    const at5 = await pace(hub, load, clients, 5, seconds);
    await wait(1_000);
    const saturated1 = await saturate(hub, load, 1, seconds);
    await wait(1_000);
    const saturated4 = await saturate(hub, load, 4, seconds);
    await wait(2_000);
    const at20 = await pace(hub, load, clients, 20, seconds);
    return { connect: took, memoryPerClient, at5, at20, saturated1, saturated4 };
  } finally {
    await load.stop();
    await hub.stop();
  }
}

/** A hundred clients among the others read nothing: what the others still get, and what the hub's memory does. */
export async function measureSlow(
  start: (clients: number) => Promise<Hub>,
  clients: number,
  seconds: number,
) {
  const stalled = Math.ceil(clients / 100);
  const hub = await start(clients);
  const { load } = await connectAll(hub, clients, { stalled });
  const before = await residentMemory(hub.pid);
  const { rate } = await saturate(hub, load, 4, 2 * seconds);
  const grown = (await residentMemory(hub.pid)) - before;
  const { open } = await load.report();
  await load.stop();
  await hub.stop();
  return { stalled, rate, grownMegabytes: grown / 1024 / 1024, open };
}

/** From before the append in Redis to the client, with few clients. */
export async function measureRedisLeg(clients: number, seconds: number) {
  const hub = await HUBS.gateway!(clients);
  const { load } = await connectAll(hub, clients);
  await pace(hub, load, clients, 20, 2);
  const { p50, p99 } = await pace(hub, load, clients, 20, 2 * seconds);
  await load.stop();
  await hub.stop();
  return { clients, p50, p99 };
}

/** The gateway is killed and started again; everyone comes back at once with a token and a cursor of its own. */
export async function measureStorm(clients: number) {
  const hub = await HUBS.gateway!(clients);
  const load = await startLoad(hub, clients, { inFlight: clients });
  const first = await load.up();
  for (let i = 0; i < 20; i++) {
    await hub.publish(timedEvent());
    await wait(100);
  }
  const before = await hub.countLogReads!();
  await hub.restart!();
  const back = await load.reconnect();
  const logReads = (await hub.countLogReads!()) - before;
  await hub.publish(timedEvent());
  await wait(2_000);
  const { open } = await load.report();
  await load.stop();
  await hub.stop();
  return { first, back, open, logReads };
}
