import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { appendEvents } from "@live-chat/core/event-log.ts";
import { connectRedis, untilReady } from "@live-chat/core/redis.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import type { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readAnswer, request, type StreamEvent, type StreamReader } from "../testing/read-stream.ts";
import { emulatorToken, startTestGateway, testEvent, untilStatus } from "../testing/start-test-gateway.ts";
import { startTcpProxy } from "../testing/tcp-proxy.ts";

vi.mock("@live-chat/core/logger.ts", () => ({ log: () => {} }));

type Proxy = Awaited<ReturnType<typeof startTcpProxy>>;
type TestGateway = Awaited<ReturnType<typeof startTestGateway>>;

let server: ChildProcess;
let port: number;
let publisher: Redis;
let proxy: Proxy;
let gateway: TestGateway;
const gateways: TestGateway[] = [];
const version = (number: number) => (event: StreamEvent) => event.data.conversation?.version === number;
const isPage = ({ event }: StreamEvent) => event === "conversations";

async function startRedisServer(onPort: number): Promise<ChildProcess> {
  const child = spawn("redis-server", ["--port", String(onPort), "--save", "", "--appendonly", "no"]);
  for await (const line of child.stdout) if (String(line).includes("Ready to accept")) break;
  child.stdout.resume();
  return child;
}

async function stopRedisServer(): Promise<void> {
  server.kill("SIGKILL");
  await once(server, "exit");
}

async function freePort(): Promise<number> {
  const taken = await startTcpProxy(0);
  await taken.stop();
  return taken.port;
}

async function openGateway(options: Parameters<typeof startTestGateway>[1] = {}): Promise<TestGateway> {
  const opened = await startTestGateway(`redis://127.0.0.1:${proxy.port}`, options);
  gateways.push(opened);
  return opened;
}

async function openedStream(from: TestGateway = gateway): Promise<StreamReader> {
  const stream = await from.open();
  await stream.find(isPage);
  return stream;
}

beforeEach(async () => {
  port = await freePort();
  server = await startRedisServer(port);
  publisher = connectRedis(`redis://127.0.0.1:${port}`);
  await untilReady(publisher);
  proxy = await startTcpProxy(port);
  gateway = await openGateway({ config: { heartbeatInterval: 100 } });
});

afterEach(async () => {
  for (const each of gateways.splice(0)) await each.stop();
  await proxy.stop();
  publisher.disconnect();
  server.kill("SIGKILL");
});

describe("Redis", () => {
  it("away: streams stay, heartbeats say so, new ones are refused; back with the log: nothing is lost", async () => {
    const stream = await openedStream();
    proxy.cut();
    proxy.aimAt(1);
    await stream.find(({ event, data }) => event === "heartbeat" && data.log === "unreachable");
    await untilStatus(gateway.port, "/readyz", 503);
    const refused = await gateway.open();
    expect(refused.status).toBe(503);
    expect(refused.headers["retry-after"]).toBe("2");
    await appendEvents(publisher, [testEvent(1), testEvent(2)]);
    proxy.aimAt(port);
    await stream.find(version(2));
    await untilStatus(gateway.port, "/readyz", 200);
    expect(stream.events.filter(version(1))).toHaveLength(1);
    expect(stream.named("conversations")).toHaveLength(1);
    for (const each of [stream, refused]) each.close();
  });

  it("away, and back: both is said at once, not with the next heartbeat", async () => {
    const unhurried = await openGateway({ config: { heartbeatInterval: 600_000 } });
    const stream = await openedStream(unhurried);
    proxy.cut();
    proxy.aimAt(1);
    await stream.find(({ event, data }) => event === "heartbeat" && data.log === "unreachable");
    proxy.aimAt(port);
    await stream.find(({ event, data }) => event === "heartbeat" && data.log === "ok");
    stream.close();
  });

  it("restarted empty: everyone is reset, and goes on", async () => {
    const stream = await openedStream();
    await stopRedisServer();
    server = await startRedisServer(port);
    await stream.until(() => stream.named("conversations").length === 2);
    await untilReady(publisher);
    await appendEvents(publisher, [testEvent(3)]);
    await stream.find(version(3));
    stream.close();
  });

  it("restarted with the same data: still everyone is reset, for nothing proves that it is all", async () => {
    const stream = await openedStream();
    await appendEvents(publisher, [testEvent(1)]);
    await stream.find(version(1));
    const dumped = await publisher.dumpBuffer(redisKeys.log);
    const origin = await publisher.get(redisKeys.logOrigin);
    proxy.cut();
    proxy.aimAt(1);
    await stopRedisServer();
    server = await startRedisServer(port);
    await untilReady(publisher);
    await publisher.restore(redisKeys.log, 0, dumped);
    await publisher.set(redisKeys.logOrigin, origin!);
    proxy.aimAt(port);
    await stream.until(() => stream.named("conversations").length === 2);
    stream.close();
  });

  it("trimmed past the gateway's cursor: everyone is reset", async () => {
    const stream = await openedStream();
    proxy.cut();
    proxy.aimAt(1);
    await appendEvents(publisher, [testEvent(1), testEvent(2)]);
    await publisher.xtrim(redisKeys.log, "MAXLEN", 1);
    proxy.aimAt(port);
    await stream.until(() => stream.named("conversations").length === 2);
    expect(stream.events.filter(version(2))).toEqual([]);
    stream.close();
  });

  it("silent for the reader: it notices, and a new connection catches up", async () => {
    const stream = await openedStream();
    proxy.goDeaf();
    await appendEvents(publisher, [testEvent(1)]);
    await untilStatus(gateway.port, "/readyz", 503);
    proxy.hear();
    await stream.find(version(1));
    expect(stream.named("conversations")).toHaveLength(1);
    stream.close();
  });

  it("silent for the subscriber: what nobody rang for comes all the same, and the bell is mended", async () => {
    const bellProxy = await startTcpProxy(port);
    const deaf = await openGateway({ subscriberUrl: `redis://127.0.0.1:${bellProxy.port}` });
    const stream = await openedStream(deaf);
    bellProxy.goDeaf();
    await appendEvents(publisher, [testEvent(1)]);
    await stream.find(version(1));
    await vi.waitUntil(() => deaf.subscriber.status !== "ready", { timeout: 10_000 });
    bellProxy.hear();
    await vi.waitUntil(() => deaf.subscriber.status === "ready", { timeout: 10_000 });
    await appendEvents(publisher, [testEvent(2)]);
    await stream.find(version(2));
    expect(stream.named("conversations")).toHaveLength(1);
    stream.close();
    await bellProxy.stop();
  });
});

describe("the page", () => {
  it("that can't be read is never an empty one: it is tried again, while the log waits", async () => {
    let failures = 2;
    const page = { conversations: [], total: 5, next_cursor: null };
    const readPage = async () => {
      if (failures-- > 0) throw new Error("UNAVAILABLE");
      return page;
    };
    const failing = await openGateway({ dependencies: { readPage } });
    const stream = await failing.open();
    await stream.find(({ event }) => event === "connected");
    await appendEvents(publisher, [testEvent(1)]);
    await stream.find(version(1));
    expect(stream.events.map(({ event }) => event)).toEqual([
      "connected",
      "conversations",
      "conversation_updated",
    ]);
    stream.close();
  });

  it("that stays away ends the stream in good order", async () => {
    const readPage = () => Promise.reject(new Error("UNAVAILABLE"));
    const failing = await openGateway({ dependencies: { readPage } });
    const stream = await failing.open();
    expect(await stream.ended).toBe(true);
    expect(stream.events.map(({ event }) => event)).toEqual(["connected"]);
    expect(stream.retry).not.toBeNull();
  });

  it("is read once for many who come together, and once for all on a reset", async () => {
    let reads = 0;
    const allAreThere = Promise.withResolvers<void>();
    const readPage = async () => {
      reads++;
      await allAreThere.promise;
      return { conversations: [], total: 0, next_cursor: null };
    };
    const counted = await openGateway({ config: { maxStreamsPerAgent: 0 }, dependencies: { readPage } });
    const streams = await Promise.all(Array.from({ length: 50 }, () => counted.open()));
    await Promise.all(streams.map((each) => each.find(({ event }) => event === "connected")));
    allAreThere.resolve();
    await Promise.all(streams.map((each) => each.find(isPage)));
    expect(reads).toBe(1);
    reads = 0;
    await publisher.del(redisKeys.log, redisKeys.logOrigin);
    await appendEvents(publisher, [testEvent(1)]);
    await Promise.all(streams.map((each) => each.until(() => each.named("conversations").length === 2)));
    expect(reads).toBe(1);
    for (const each of streams) each.close();
  });
});

describe("a client", () => {
  it("that reads nothing is cut, the others get everything", async () => {
    const small = await openGateway({ config: { maxBuffered: 64 * 1024 } });
    const lazy = await openRaw(small);
    lazy.pause();
    const stream = await openedStream(small);
    const cut = once(lazy, "close");
    const big = "x".repeat(20_000);
    let number = 0;
    while (!(await readMetrics(small)).includes('streams_ended_total{reason="slow"} 1')) {
      await appendEvents(
        publisher,
        Array.from({ length: 20 }, () => testEvent(++number, big)),
      );
      await stream.find(version(number));
    }
    lazy.resume();
    await cut;
    expect(stream.events.filter(({ event }) => event === "conversation_updated")).toHaveLength(number);
    stream.close();
  });

  it("gets a long absence in slices, whole and in order", async () => {
    const before = await openedStream();
    before.close();
    const text = "y".repeat(5_000);
    for (let batch = 0; batch < 40; batch++) {
      await appendEvents(
        publisher,
        Array.from({ length: 25 }, (_, i) => testEvent(batch * 25 + i + 1, text)),
      );
    }
    const after = await gateway.open({ lastEventId: before.lastEventId });
    after.response.pause();
    await appendEvents(publisher, [testEvent(1001)]);
    after.response.resume();
    await after.find(version(1001));
    const versions = after.named("conversation_updated").map(({ data }) => data.conversation.version);
    expect(versions).toEqual(Array.from({ length: 1001 }, (_, i) => i + 1));
    after.close();
  });

  it("whose handshake is slow is cut", async () => {
    const strict = await openGateway({ config: { handshakePatience: 200 } });
    const stream = await openedStream(strict);
    for (const start of ["", "GET /api/live-chat/events HTTP/1.1\r\nHo"]) {
      const socket = connect(strict.port, "127.0.0.1");
      socket.write(start);
      socket.resume();
      await once(socket, "close");
    }
    await appendEvents(publisher, [testEvent(1)]);
    await stream.find(version(1));
    stream.close();
  });

  it("may have only so many streams, and gets its place back", async () => {
    const strict = await openGateway({ config: { maxStreamsPerAgent: 2, maxStreamsPerAddress: 3 } });
    const [first, second] = [await openedStream(strict), await openedStream(strict)];
    const third = await strict.open();
    expect(third.status).toBe(429);
    expect(Number(third.headers["retry-after"])).toBeGreaterThan(0);
    const other = await strict.open({ token: emulatorToken({ sub: "agent-2" }) });
    expect(other.status).toBe(200);
    const fourth = await strict.open({ token: emulatorToken({ sub: "agent-3" }) });
    expect(fourth.status).toBe(429);
    first!.close();
    await vi.waitUntil(async () => (await readMetrics(strict)).includes("gateway_clients 2"));
    const again = await openedStream(strict);
    for (const each of [second, third, other, fourth, again]) each!.close();
  });

  it("loses its stream in good order before its token ends", async () => {
    const expiresAt = Date.now() + 6_000;
    const stream = await gateway.open({ token: emulatorToken({ exp: Math.floor(expiresAt / 1000) }) });
    expect(await stream.ended).toBe(true);
    expect(Date.now()).toBeLessThan(expiresAt);
    expect(stream.retry).toBeLessThanOrEqual(1_000);
  });
});

describe("SIGTERM in the middle of a burst", () => {
  it("ends every stream in good order, and another gateway carries on without a gap", async () => {
    const other = await openGateway();
    const streams = await Promise.all(Array.from({ length: 10 }, () => openedStream()));
    let number = 0;
    const burst = async (most: number) => {
      while (number < most) await appendEvents(publisher, [testEvent(++number)]);
    };
    const publishing = burst(400);
    await streams[0]!.find(version(50));
    const stopped = gateway.stop();
    const ends = await Promise.all(streams.map(({ ended }) => ended));
    await stopped;
    expect(ends).toEqual(streams.map(() => true));
    const resumed = await Promise.all(streams.map(({ lastEventId }) => other.open({ lastEventId })));
    await publishing;
    for (const [i, after] of resumed.entries()) {
      await after.find(version(400));
      const seen = [...streams[i]!.events, ...after.events].map(({ data }) => data.conversation?.version);
      const wanted = Array.from({ length: 400 }, (_, n) => n + 1);
      expect(seen.filter((each) => each !== undefined)).toEqual(wanted);
      after.close();
    }
    gateways.splice(gateways.indexOf(gateway), 1);
    gateway.redis.disconnect();
    gateway.subscriber.disconnect();
  });
});

async function openRaw(from: TestGateway): Promise<Socket> {
  const socket = connect(from.port, "127.0.0.1");
  socket.write(
    `GET /api/live-chat/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${emulatorToken()}\r\n\r\n`,
  );
  await once(socket, "data");
  return socket;
}

async function readMetrics(from: TestGateway): Promise<string> {
  const { response } = await request(from.port, "/metrics");
  return readAnswer(response);
}
