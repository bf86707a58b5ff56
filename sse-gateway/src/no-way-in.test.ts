import { connect } from "node:net";
import { createAgentDirectory } from "@live-chat/core/agent-directory.ts";
import type { AgentToken } from "@live-chat/core/agent-token.ts";
import { createTokenVerifier } from "@live-chat/core/verify-token.ts";
import { type RunningRedis, startRedis } from "@live-chat/local/redis/start-redis.ts";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { readAnswer, readStream, request } from "../testing/read-stream.ts";
import { emulatorToken, startTestGateway } from "../testing/start-test-gateway.ts";
import type { Client } from "./client.ts";
import { endStreams } from "./end-streams.ts";
import { FanOut } from "./fan-out-events.ts";
import { RecentLog } from "./recent-log.ts";

vi.mock("@live-chat/core/logger.ts", () => ({ log: () => {} }));

let redisServer: RunningRedis;
const gateways: Awaited<ReturnType<typeof startTestGateway>>[] = [];
beforeAll(async () => {
  redisServer = await startRedis();
});
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.stop();
});
afterAll(() => redisServer.stop());

async function openGateway(options: Parameters<typeof startTestGateway>[1] = {}) {
  const gateway = await startTestGateway(redisServer.url, options);
  gateways.push(gateway);
  return gateway;
}

it("sends nothing, not even a status, before the token and its agent are checked", async () => {
  const verify = createTokenVerifier({ projectId: "demo-live-chat", emulator: true });
  const asked = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  const allowed = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  const gateway = await openGateway({
    dependencies: {
      async verifyToken(token) {
        asked[0].resolve();
        await allowed[0].promise;
        return verify(token);
      },
      directory: {
        async check(id) {
          asked[1].resolve();
          await allowed[1].promise;
          return { id, name: null, email: null, role: "agent", disabled: false, validAfter: 0 };
        },
      },
    },
  });
  const socket = connect(gateway.port, "127.0.0.1");
  let received = "";
  socket.on("data", (bytes) => {
    received += bytes;
  });
  socket.write(
    `GET /api/live-chat/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${emulatorToken()}\r\n\r\n`,
  );
  await asked[0].promise;
  // Whatever had been sent by now would be here before this answer.
  await readAnswer((await request(gateway.port, "/healthz")).response);
  expect(received).toBe("");
  allowed[0].resolve();
  await asked[1].promise;
  await readAnswer((await request(gateway.port, "/healthz")).response);
  expect(received).toBe("");
  allowed[1].resolve();
  await vi.waitUntil(() => received.includes("event: conversations"));
  expect(received).toMatch(/^HTTP\/1\.1 200 /);
  socket.destroy();
});

it.each([
  ["disabled", { disabled: true, customClaims: { role: "agent" } }],
  ["demoted", { disabled: false, customClaims: {} }],
  ["signed out", { customClaims: { role: "agent" }, tokensValidAfterTime: new Date().toISOString() }],
  ["deleted", null],
])(
  "takes the stream of an agent who was %s within a minute, and leaves the others theirs",
  async (_, change) => {
    vi.useFakeTimers();
    const unchanged = (uid: string) => ({ uid, disabled: false, customClaims: { role: "agent" } });
    let changed = false;
    const getUsers = async (identifiers: { uid: string }[]) => {
      const users = identifiers.flatMap(({ uid }) => {
        if (!changed || !uid.startsWith("bad")) return [unchanged(uid)];
        return change === null ? [] : [{ uid, ...change }];
      });
      return { users, notFound: [] };
    };
    const auth = { getUsers } as unknown as Parameters<typeof createAgentDirectory>[0];
    const fanOut = new FanOut(new RecentLog());
    const ended: string[] = [];
    for (let i = 0; i < 40; i++) fanOut.add(openClient(`${i % 2 ? "bad" : "good"}-${i}`, i, ended));
    const ending = endStreams(fanOut, createAgentDirectory(auth));
    await vi.advanceTimersByTimeAsync(45_000);
    expect(ended).toEqual([]);
    changed = true;
    // The clock on the wall may be put right meanwhile.
    vi.setSystemTime(Date.now() - 600_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(new Set(ended)).toEqual(
      new Set(Array.from({ length: 20 }, (_, i) => `bad-${2 * i + 1}: agent_removed`)),
    );
    ending.stop();
    vi.useRealTimers();
  },
);

function openClient(id: string, number: number, ended: string[]): Client {
  const agent = { id, issuedAt: Date.now() - 60_000 } as AgentToken;
  const endsAt = Date.now() + 3_600_000 + number;
  const end = (reason: string) => ended.push(`${id}: ${reason}`);
  return { agent, endsAt, end, isStuck: () => false } as unknown as Client;
}

it("counts streams per address as a trusted proxy saw it, whatever the client claims", async () => {
  const gateway = await openGateway({ config: { maxStreamsPerAddress: 1, trustedProxies: 1 } });
  const from = (forwarded: string) => gateway.open({ headers: { "X-Forwarded-For": forwarded } });
  const first = await from("203.0.113.7");
  const second = await from("198.51.100.1, 203.0.113.7");
  const elsewhere = await from("203.0.113.8");
  expect([first.status, second.status, elsewhere.status]).toEqual([200, 429, 200]);
  for (const stream of [first, second, elsewhere]) stream.close();
});

it("believes no forwarded address without a trusted proxy", async () => {
  const gateway = await openGateway({ config: { maxStreamsPerAddress: 1 } });
  const first = await gateway.open({ headers: { "X-Forwarded-For": "203.0.113.7" } });
  const second = await gateway.open({ headers: { "X-Forwarded-For": "203.0.113.8" } });
  expect([first.status, second.status]).toEqual([200, 429]);
  for (const stream of [first, second]) stream.close();
});

it("lets no foreign page read a stream, a refusal, health or numbers", async () => {
  const gateway = await openGateway();
  const headers = { Origin: "https://evil.example" };
  for (const path of ["/api/live-chat/events", "/healthz", "/readyz", "/metrics", "/nothing"]) {
    const { response } = await request(gateway.port, path, headers);
    response.resume();
    expect(response.headers["access-control-allow-origin"]).toBeUndefined();
  }
  const stream = await gateway.open({ headers });
  expect(stream.status).toBe(200);
  expect(stream.headers["access-control-allow-origin"]).toBeUndefined();
  expect(stream.headers["access-control-allow-credentials"]).toBeUndefined();
  expect(stream.headers["x-content-type-options"]).toBe("nosniff");
  stream.close();
});

it("answers numbers on their own port only, if they have one; they name nobody", async () => {
  const gateway = await openGateway({ config: { metricsPort: 0 } });
  expect(gateway.metricsPort).not.toBe(gateway.port);
  const token = emulatorToken({ sub: "agent-of-secrets", name: "Ana Conda", email: "ana@example.com" });
  const stream = await gateway.open({ token });
  const { id } = await stream.find(({ event }) => event === "conversations");
  const refused = await readStream(gateway.port, { token: "made-up-token" });
  const read = async (port: number, path: string) => {
    const { response } = await request(port, path);
    return { status: response.statusCode, body: await readAnswer(response) };
  };
  expect((await read(gateway.port, "/metrics")).status).toBe(404);
  expect((await read(gateway.metricsPort, "/api/live-chat/events")).status).toBe(404);
  const told = await Promise.all(
    ["/metrics", "/healthz", "/readyz"].map((path) => read(gateway.metricsPort, path)),
  );
  expect(told.map(({ status }) => status)).toEqual([200, 200, 200]);
  const all = told.map(({ body }) => body).join("");
  expect(all).toContain("live_chat_gateway_clients 1");
  for (const secret of ["agent-of-secrets", "Ana", "example.com", token, "made-up-token", "127.0.0.1", id!])
    expect(all).not.toContain(secret);
  for (const each of [stream, refused]) each.close();
});
