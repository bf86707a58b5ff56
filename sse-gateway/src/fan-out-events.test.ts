import type { LogEntry } from "@live-chat/core/event-log.ts";
import { expect, test } from "vitest";
import { makeClient } from "../testing/make-client.ts";
import { FanOut } from "./fan-out-events.ts";
import { toChunk } from "./frame.ts";
import { RecentLog } from "./recent-log.ts";

const entry = (n: number): LogEntry => ({ id: `${n}-0`, event: "e", data: String(n) });

/** A fan-out over clients that take a while to write to, and what each of them got, write by write. */
function start(count: number) {
  const log = new RecentLog();
  log.open("epoch", "0-0");
  const delivered: number[] = [];
  const fanOut = new FanOut(log, (entries) => {
    for (const { data } of entries) delivered.push(Number(data));
  });
  /** Places of the clients in the order they were written to. */
  const order: number[] = [];
  const clients = Array.from({ length: count }, (_, place) => {
    const writes: string[] = [];
    const write = (bytes: Buffer) => {
      const begun = performance.now();
      while (performance.now() - begun < 0.2);
      writes.push(bytes.toString());
      order.push(place);
    };
    const client = Object.assign(makeClient(write), { live: true, seen: log.end });
    fanOut.add(client);
    return {
      client,
      writes,
      got: () => [...writes.join("").matchAll(/data: (\d+)/g)].map((m) => Number(m[1])),
    };
  });
  return {
    fanOut,
    clients,
    order,
    append(n: number): void {
      log.append([entry(n)]);
      fanOut.deliver([entry(n)]);
    },
    async until(n: number): Promise<void> {
      while (!delivered.includes(n)) await nextTurn();
    },
  };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test("what comes in the middle of a round is joined for those who wait, and reaches everyone once, in order", async () => {
  const { append, clients, until } = start(300);
  append(1);
  expect(clients.at(-1)!.writes).toEqual([]);
  await nextTurn();
  append(2);
  append(3);
  await until(3);
  for (const { got } of clients) expect(got()).toEqual([1, 2, 3]);
  expect(clients[0]!.writes).toHaveLength(2);
  expect(clients.at(-1)!.writes).toHaveLength(1);
});

test("after a pause the round goes back the way it came, and on from where it stands", async () => {
  const { append, clients, fanOut, order, until } = start(300);
  append(1);
  await until(1);
  const there = order.splice(0);
  append(2);
  await until(2);
  expect(order.splice(0)).toEqual(there.toReversed());
  // An odd number, so that no stretch ends where another began.
  fanOut.remove(clients.pop()!.client);
  for (let n = 3; n < 9; n++) {
    append(n);
    await nextTurn();
    if (n % 2 === 0) await until(n);
  }
  for (const { got } of clients) expect(got()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test("who takes the place of one who left during a round misses nothing", async () => {
  const { append, fanOut, clients, until } = start(300);
  append(1);
  fanOut.remove(clients[20]!.client);
  await until(1);
  for (const { got } of clients) expect(got()).toEqual([1]);
});

test("a heartbeat comes after all that it says there is", async () => {
  const { append, fanOut, clients } = start(60);
  append(1);
  fanOut.broadcast(toChunk(["data: 2\n\n"]), fanOut.clients);
  for (const { got } of clients) expect(got()).toEqual([1, 2]);
});
