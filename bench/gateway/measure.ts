import { setTimeout as wait } from "node:timers/promises";
import { HUBS, type Hub } from "./hubs.ts";
import { type Load, startLoad } from "./load.ts";
import { residentMemory } from "./processes.ts";
import { connectAll, type Pace, pace, type Saturated, saturate, timedEvent } from "./scenarios.ts";

export type Measured = {
  at5: Pace;
  at20: Pace;
  /** With one event in flight, and with up to four. */
  saturated1: Saturated;
  saturated4: Saturated;
};

/** That hubs have until they are started anew. */
const TURNS = 2;

type Turn = { name: string; hub: Hub; load: Load };

/**
 * Hubs beside each other on one core, of which only one has work at a time. They take turns every few seconds, so
 * that the machine's moods, which change as quickly, are everybody's. One process of a hub differs from the next by
 * more than a turn does, and whose connections were made last is found first in the kernel's table: so all are started
 * anew after every other turn, in the opposite order. Measures each hub `runs` times.
 */
export async function measureHubs(names: string[], clients: number, seconds: number, runs: number) {
  const measured: Record<string, Measured[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (let done = 0, order = names; done < runs; done += TURNS, order = order.toReversed())
    await measureInTurns(order, clients, seconds, Math.min(TURNS, runs - done), measured);
  return measured;
}

async function measureInTurns(
  names: string[],
  clients: number,
  seconds: number,
  runs: number,
  measured: Record<string, Measured[]>,
): Promise<void> {
  const turns: Turn[] = [];
  for (const name of names) {
    const hub = await HUBS[name]!(clients);
    const { load } = await connectAll(hub, clients);
    for (let i = 0; i < 10; i++) await hub.publish(timedEvent());
    await wait(3_000);
    turns.push({ name, hub, load });
  }
  for (let run = 1; run <= runs; run++) {
    const order = run % 2 ? turns : turns.toReversed();
    const at5 = await inTurn(order, ({ hub, load }) => pace(hub, load, clients, 5, seconds));
    const saturated1 = await inTurn(order, ({ hub, load }) => saturate(hub, load, 1, seconds));
    const saturated4 = await inTurn(order, ({ hub, load }) => saturate(hub, load, 4, seconds));
    const at20 = await inTurn(order, ({ hub, load }) => pace(hub, load, clients, 20, seconds));
    for (const name of names) {
      const all = {
        at5: at5[name]!,
        saturated1: saturated1[name]!,
        saturated4: saturated4[name]!,
        at20: at20[name]!,
      };
      const nth = measured[name]!.push(all);
      console.error(`run ${nth}, ${name}:`, JSON.stringify(all));
    }
  }
  for (const { hub, load } of turns) {
    await load.stop();
    await hub.stop();
  }
}

async function inTurn<T>(turns: Turn[], measure: (turn: Turn) => Promise<T>): Promise<Record<string, T>> {
  const measured: Record<string, T> = {};
  for (const turn of turns) {
    await wait(300);
    measured[turn.name] = await measure(turn);
  }
  return measured;
}

/** Bytes that each idle client costs, on a fresh process. */
export async function measureMemory(
  start: (clients: number) => Promise<Hub>,
  clients: number,
): Promise<number> {
  const hub = await start(clients);
  const { load, memoryPerClient } = await connectAll(hub, clients);
  await load.stop();
  await hub.stop();
  return memoryPerClient;
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
  const { rate } = await saturate(hub, load, 4, 3 * seconds);
  const grown = (await residentMemory(hub.pid)) - before;
  const { open } = await load.report();
  await load.stop();
  await hub.stop();
  return { stalled, rate, grownMegabytes: grown / 1024 / 1024, open };
}

/** From before the append in Redis to the client, with few clients; and the ms that appends alone take. */
export async function measureRedisLeg(clients: number, seconds: number) {
  const hub = await HUBS.gateway!(clients);
  const { load } = await connectAll(hub, clients);
  await pace(hub, load, clients, 20, 2);
  const { p50, p99 } = await pace(hub, load, clients, 20, seconds);
  const appends: number[] = [];
  for (let i = 0; i < 100; i++) {
    await wait(50);
    appends.push(await hub.timeAppend!(timedEvent()));
  }
  await load.stop();
  await hub.stop();
  return { clients, p50, p99, appends };
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
