import { execFile } from "node:child_process";
import { connect } from "node:net";
import { promisify } from "node:util";
import { appendEvents } from "@live-chat/core/event-log.ts";
import { issueTicket } from "@live-chat/core/tickets.ts";
import { type RunningRedis, startRedis } from "@live-chat/local/redis/start-redis.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readAnswer, readStream, request, type StreamEvent } from "../testing/read-stream.ts";
import { emulatorToken, startTestGateway, testEvent } from "../testing/start-test-gateway.ts";

vi.mock("@live-chat/core/logger.ts", () => ({ log: () => {} }));

let redisServer: RunningRedis;
let gateway: Awaited<ReturnType<typeof startTestGateway>>;
const version = (number: number) => (event: StreamEvent) => event.data.conversation?.version === number;

beforeAll(async () => {
  redisServer = await startRedis();
});
afterAll(() => redisServer.stop());
beforeEach(async () => {
  gateway = await startTestGateway(redisServer.url);
});
afterEach(() => gateway.stop());

describe("a stream", () => {
  it("begins with connected and the page, then carries what is appended", async () => {
    gateway.page.total = 7;
    const stream = await gateway.open();
    expect(stream.headers["content-type"]).toBe("text/event-stream");
    expect(stream.headers["cache-control"]).toBe("no-cache, no-transform");
    expect(stream.headers["x-accel-buffering"]).toBe("no");
    await stream.find(({ event }) => event === "conversations");
    await appendEvents(gateway.redis, [testEvent(1, "Grüße 👋 שלום"), testEvent(2)]);
    await stream.find(version(2));
    expect(stream.events.map(({ event }) => event)).toEqual([
      "connected",
      "conversations",
      "conversation_updated",
      "conversation_updated",
    ]);
    expect(stream.events[0]).toMatchObject({ id: null, data: { status: "connected" } });
    expect(stream.events[1]!.data).toEqual({ conversations: [], total: 7 });
    expect(stream.events[1]!.id).toMatch(/^[\w-]+\/\d+-\d+$/);
    expect(stream.events[2]!.data.conversation.name).toBe("Grüße 👋 שלום");
    stream.close();
  });

  it("says at its beginning how far the log has come, so that a client knows when it has caught up", async () => {
    const before = await gateway.open();
    await appendEvents(gateway.redis, [testEvent(1), testEvent(2)]);
    await before.find(version(2));
    const stream = await gateway.open({ lastEventId: before.events[1]!.id! });
    await stream.find(version(2));
    expect(stream.events[0]!.data.head).toBe(before.lastEventId);
    before.close();
    stream.close();
  });

  it("carries exactly what was missed to a client that comes back", async () => {
    const before = await gateway.open();
    await before.find(({ event }) => event === "conversations");
    await appendEvents(gateway.redis, [testEvent(1)]);
    await before.find(version(1));
    before.close();
    await appendEvents(gateway.redis, [testEvent(2), testEvent(3)]);
    const after = await gateway.open({ lastEventId: before.lastEventId });
    await after.find(version(3));
    await appendEvents(gateway.redis, [testEvent(4)]);
    await after.find(version(4));
    const versions = after.events.map(({ data }) => data.conversation?.version);
    expect(versions).toEqual([undefined, 2, 3, 4]);
    after.close();
  });

  it("resumes after a restart of the gateway, from what it loads", async () => {
    const before = await gateway.open();
    await before.find(({ event }) => event === "conversations");
    await gateway.stop();
    expect(await before.ended).toBe(true);
    expect(before.retry).toBeGreaterThanOrEqual(0);
    const other = startTestGateway(redisServer.url);
    gateway = await other;
    await appendEvents(gateway.redis, [testEvent(5)]);
    const after = await gateway.open({ lastEventId: before.lastEventId });
    await after.find(version(5));
    expect(after.named("conversations")).toEqual([]);
    after.close();
  });

  it.each([
    ["of another epoch", "foreign-abc/1732289773042-0"],
    ["that is no cursor", "hello"],
  ])("begins anew for a cursor %s", async (_, lastEventId) => {
    const stream = await gateway.open({ lastEventId });
    await stream.find(({ event }) => event === "conversations");
    stream.close();
  });

  it("begins anew for a cursor that isn't in the log, older or newer", async () => {
    const first = await gateway.open();
    const { id } = await first.find(({ event }) => event === "conversations");
    const epoch = id!.split("/")[0];
    for (const logId of ["1-1", "9999999999999-0"]) {
      const stream = await gateway.open({ lastEventId: `${epoch}/${logId}` });
      await stream.find(({ event }) => event === "conversations");
      stream.close();
    }
    first.close();
  });

  it("resets everyone when the log was emptied, and goes on", async () => {
    const stream = await gateway.open();
    const first = await stream.find(({ event }) => event === "conversations");
    await gateway.redis.flushall();
    await appendEvents(gateway.redis, [testEvent(6)]);
    await stream.until(() => stream.named("conversations").length === 2);
    expect(stream.named("conversations")[1]!.id!.split("/")[0]).not.toBe(first.id!.split("/")[0]);
    await appendEvents(gateway.redis, [testEvent(7)]);
    await stream.find(version(7));
    stream.close();
  });

  it("is the same over HTTP/1.0, without chunks", async () => {
    const { stdout } = await promisify(execFile)("curl", [
      ...["-sN", "--http1.0", "--max-time", "1", "-H", `Authorization: Bearer ${emulatorToken()}`],
      `http://127.0.0.1:${gateway.port}/api/live-chat/events`,
    ]).catch((error) => error);
    expect(stdout).toMatch(/^retry: \d+\n\nevent: connected\ndata: .*\n\nid: .*\nevent: conversations\n/);
  });

  it("is given to a request that comes in pieces", async () => {
    const head = `GET /api/live-chat/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${emulatorToken()}\r\n\r\n`;
    const socket = connect({ port: gateway.port, host: "127.0.0.1", noDelay: true });
    let answer = "";
    socket.on("data", (bytes) => {
      answer += bytes;
    });
    for (const piece of head.match(/[\s\S]{1,40}/g)!) {
      socket.write(piece);
      // The gateway has had time for this piece when it answers.
      await readAnswer((await request(gateway.port, "/healthz")).response);
    }
    await vi.waitUntil(() => answer.includes("event: conversations"));
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  it("closes a connection that sends a second request", async () => {
    for (const second of ["together", "later"]) {
      const head = `GET /api/live-chat/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${emulatorToken()}\r\n\r\n`;
      const socket = connect(gateway.port, "127.0.0.1");
      socket.write(second === "together" ? head + head : head);
      let answers = "";
      socket.on("data", (bytes) => {
        answers += bytes;
        if (second === "later" && answers.includes("event: conversations")) socket.write(head);
      });
      socket.on("error", () => {});
      await new Promise((resolve) => socket.on("close", resolve));
      expect(answers.split("HTTP/1.1 200").length).toBeLessThanOrEqual(2);
    }
  });
});

describe("who may listen", () => {
  it.each([
    ["no token", {}, 401, "token_missing"],
    ["no token's form", { Authorization: "Basic eDp5" }, 401, "token_invalid"],
    ["not a token", { Authorization: "Bearer abc" }, 401, "token_invalid"],
    ["expired", { Authorization: `Bearer ${emulatorToken({ exp: 1_700_000_000 })}` }, 401, "token_expired"],
    ["foreign", { Authorization: `Bearer ${emulatorToken({ aud: "other" })}` }, 401, "token_invalid"],
    ["no agent", { Authorization: `Bearer ${emulatorToken({ role: undefined })}` }, 403, "role_required"],
  ])("refuses: %s", async (_, headers, status, code) => {
    const { response } = await request(gateway.port, "/api/live-chat/events", headers);
    const problem = JSON.parse(await readAnswer(response));
    expect(response.statusCode).toBe(status);
    expect(response.headers["content-type"]).toBe("application/problem+json");
    expect(problem).toMatchObject({ status, code });
  });

  it("refuses an agent who was disabled, demoted, or signed out since", async () => {
    for (const [change, status] of [
      [{ disabled: true }, 401],
      [{ role: null }, 403],
      [{ validAfter: Date.now() + 60_000 }, 401],
    ] as const) {
      gateway.agents.set("agent-1", change);
      const stream = await gateway.open();
      expect(stream.status).toBe(status);
      stream.close();
    }
  });

  it("takes a ticket once", async () => {
    const agent = { id: "agent-1", name: null, email: null, role: "agent" as const };
    const { ticket } = await issueTicket(gateway.redis, {
      ...agent,
      issuedAt: Date.now(),
      expiresAt: Date.now() + 60_000,
    });
    const first = await gateway.open({ ticket });
    await first.find(({ event }) => event === "conversations");
    const second = await gateway.open({ ticket });
    expect(second.status).toBe(401);
    first.close();
    second.close();
  });

  it("lets listed origins read, and no others", async () => {
    const preflight = (origin: string) =>
      request(
        gateway.port,
        "/api/live-chat/events",
        { Origin: origin, "Access-Control-Request-Method": "GET" },
        "OPTIONS",
      );
    const { response: ours } = await preflight("http://localhost:3000");
    expect(ours.statusCode).toBe(204);
    expect(ours.headers["access-control-allow-origin"]).toBe("http://localhost:3000");
    expect(ours.headers["access-control-allow-headers"]).toMatch(/authorization.*last-event-id/i);
    const { response: theirs } = await preflight("https://evil.example");
    expect(theirs.headers["access-control-allow-origin"]).toBeUndefined();
    const stream = await gateway.open({ headers: { Origin: "http://localhost:3000" } });
    expect(stream.headers["access-control-allow-origin"]).toBe("http://localhost:3000");
    const refused = await readStream(gateway.port, { headers: { Origin: "http://localhost:3000" } });
    expect(refused.status).toBe(401);
    expect(refused.headers["access-control-allow-origin"]).toBe("http://localhost:3000");
    for (const each of [stream, refused]) each.close();
  });
});

describe("other paths", () => {
  it.each([
    ["/nothing", "GET", 404],
    ["/api/live-chat/events", "POST", 405],
    ["/healthz", "DELETE", 405],
    [`/api/live-chat/events?${"x".repeat(3000)}`, "GET", 400],
    ["/healthz", "GET", 200],
    ["/readyz", "GET", 200],
    ["/__proto__", "GET", 404],
  ])("%s %s → %d", async (path, method, status) => {
    const { response } = await request(gateway.port, path, {}, method);
    await readAnswer(response);
    expect(response.statusCode).toBe(status);
  });

  it.each([10, 100_000])("reads no body, of %i bytes, and answers all the same", async (size) => {
    const socket = connect(gateway.port, "127.0.0.1");
    let answer = "";
    socket.on("data", (bytes) => {
      answer += bytes;
    });
    socket.on("error", () => {});
    socket.write(`POST /api/live-chat/events HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\n\r\n`);
    socket.write("x".repeat(size));
    await new Promise((resolve) => socket.on("close", resolve));
    expect(answer).toMatch(/^HTTP\/1\.1 405 [\s\S]*method_not_allowed/);
  });

  it("shows numbers in Prometheus' format", async () => {
    const stream = await gateway.open();
    await stream.find(({ event }) => event === "conversations");
    const { response } = await request(gateway.port, "/metrics");
    const text = await readAnswer(response);
    expect(text).toMatch(/^live_chat_gateway_clients 1$/m);
    expect(text).toMatch(/^live_chat_gateway_log_reachable 1$/m);
    stream.close();
  });

  it("answers headers that are too large, and what isn't HTTP", async () => {
    for (const [head, status] of [
      [`GET / HTTP/1.1\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, "431"],
      ["HELLO\r\n\r\n", "400"],
    ] as const) {
      const socket = connect(gateway.port, "127.0.0.1");
      socket.write(head);
      const answer = (await socket.toArray().catch(() => [])).join("");
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    }
  });
});
