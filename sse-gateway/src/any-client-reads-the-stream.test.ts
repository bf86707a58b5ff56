import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { appendEvents } from "@live-chat/core/event-log.ts";
import { issueTicket } from "@live-chat/core/tickets.ts";
import { type RunningRedis, startRedis } from "@live-chat/local/redis/start-redis.ts";
import { findChromium } from "@live-chat/local/testing/find-chromium.ts";
import { EventSource } from "eventsource";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { emulatorToken, startTestGateway, testEvent } from "../testing/start-test-gateway.ts";

vi.mock("@live-chat/core/logger.ts", () => ({ log: () => {} }));

const EXPECTED = ["connected", "conversations", "conversation_updated"];
let redisServer: RunningRedis;
let gateway: Awaited<ReturnType<typeof startTestGateway>>;
const page = createServer((_, response) => response.end("<!doctype html><title>page</title>"));
let origin: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
  redisServer = await startRedis();
  gateway = await startTestGateway(redisServer.url, { config: { allowedOrigins: [origin] } });
});
afterAll(async () => {
  await gateway.stop();
  await redisServer.stop();
  page.close();
});

const url = () => `http://127.0.0.1:${gateway.port}/api/live-chat/events`;

async function newTicket(): Promise<string> {
  const agent = { id: "agent-1", name: null, email: null, role: "agent" as const };
  const times = { issuedAt: Date.now(), expiresAt: Date.now() + 600_000 };
  return (await issueTicket(gateway.redis, { ...agent, ...times })).ticket;
}

/** Runs a program until it has printed the page's event; then something is appended, and it must print that. */
async function printedBy(command: string, args: string[]): Promise<string> {
  const child = spawn(command, args);
  let printed = "";
  let appended = false;
  for await (const bytes of child.stdout) {
    printed += bytes;
    if (printed.includes("event: conversation_updated")) break;
    if (printed.includes("event: conversations") && !appended) {
      appended = true;
      await appendEvents(gateway.redis, [testEvent(1)]);
    }
  }
  child.kill();
  return printed;
}

const namesIn = (printed: string) => [...printed.matchAll(/^event: (\w+)\r?$/gm)].map(([, name]) => name);

it("curl", async () => {
  const printed = await printedBy("curl", ["-sN", "-H", `Authorization: Bearer ${emulatorToken()}`, url()]);
  expect(namesIn(printed)).toEqual(EXPECTED);
});

it("Python's standard library", async () => {
  const program = `
import sys, urllib.request
request = urllib.request.Request(sys.argv[1], headers={"Authorization": "Bearer " + sys.argv[2]})
with urllib.request.urlopen(request) as stream:
    for line in stream:
        print(line.decode("utf-8"), end="", flush=True)
`;
  const printed = await printedBy("python3", ["-c", program, url(), emulatorToken()]);
  expect(namesIn(printed)).toEqual(EXPECTED);
});

it("the eventsource package", async () => {
  const source = new EventSource(`${url()}?ticket=${await newTicket()}`);
  const names: string[] = [];
  for (const name of EXPECTED) source.addEventListener(name, () => names.push(name));
  source.addEventListener("error", ({ code, message }) => names.push(`error ${code} ${message}`));
  await vi.waitUntil(() => names.length >= 2, 10_000);
  await appendEvents(gateway.redis, [testEvent(2)]);
  await vi.waitUntil(() => names.length >= 3, 10_000);
  source.close();
  expect(names).toEqual(EXPECTED);
});

it.skipIf(!findChromium())("Chrome's own EventSource, from an allowed origin and no other", async () => {
  const browser = await chromium.launch({
    executablePath: findChromium()!,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
    ],
  });
  try {
    const tab = await browser.newPage();
    const listen = (address: string, wanted: number) =>
      tab.evaluate(
        async ([from, names, count]) => {
          const { EventSource } = globalThis as unknown as {
            EventSource: new (url: string) => EventTarget & { close(): void };
          };
          const source = new EventSource(from);
          const heard: string[] = [];
          const { promise, resolve } = Promise.withResolvers<void>();
          const note = (name: string) => {
            heard.push(name);
            if (heard.length === count) resolve();
          };
          for (const name of names) source.addEventListener(name, () => note(name));
          source.addEventListener("error", () => note("error"));
          await promise;
          source.close();
          return heard;
        },
        [address, EXPECTED, wanted] as const,
      );
    await tab.goto(origin);
    expect(await listen(`${url()}?ticket=${await newTicket()}`, 2)).toEqual(EXPECTED.slice(0, 2));
    await tab.goto(origin.replace("127.0.0.1", "localhost"));
    expect(await listen(`${url()}?ticket=${await newTicket()}`, 1)).toEqual(["error"]);
  } finally {
    await browser.close();
  }
});
