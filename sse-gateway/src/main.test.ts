import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { appendEvents } from "@live-chat/core/event-log.ts";
import { connectRedis, untilReady } from "@live-chat/core/redis.ts";
import { type RunningFirestore, startFirestore } from "@live-chat/local/firestore/server.ts";
import { type RunningRedis, startRedis } from "@live-chat/local/redis/start-redis.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readStream } from "../testing/read-stream.ts";
import { startFakeAuth } from "../testing/start-fake-auth.ts";
import { emulatorToken, testEvent } from "../testing/start-test-gateway.ts";

let redisServer: RunningRedis;
let firestore: RunningFirestore;
let auth: Awaited<ReturnType<typeof startFakeAuth>>;

beforeAll(async () => {
  [redisServer, firestore, auth] = await Promise.all([startRedis(), startFirestore(), startFakeAuth()]);
});
afterAll(() => Promise.all([redisServer.stop(), firestore.stop(), auth.stop()]));

function startProcess(env: Record<string, string>): ChildProcess {
  const main = join(import.meta.dirname, "main.ts");
  return spawn(process.execPath, [main], { env: { PATH: process.env.PATH, ...env }, stdio: "pipe" });
}

async function findLog(child: ChildProcess, message: string): Promise<Record<string, unknown>> {
  for await (const line of createInterface(child.stdout!)) {
    const entry = JSON.parse(line);
    if (entry.message === message) return entry;
  }
  throw new Error(`it ended without "${message}"`);
}

it("runs by its environment, against Firestore, Redis and Auth, and ends on SIGTERM", async () => {
  const child = startProcess({
    PORT: "0",
    GOOGLE_CLOUD_PROJECT: "demo-live-chat",
    REDIS_URL: redisServer.url,
    FIREBASE_AUTH_EMULATOR_HOST: auth.host,
    FIRESTORE_EMULATOR_HOST: `${firestore.host}:${firestore.port}`,
  });
  const { port } = (await findLog(child, "gateway listens")) as { port: number };
  child.stdout!.resume();
  const token = emulatorToken();
  let stream = await readStream(port, { token });
  while (stream.status === 503) stream = await readStream(port, { token });
  const page = await stream.find(({ event }) => event === "conversations");
  expect(page.data).toEqual({ conversations: [], total: 0 });

  const redis = connectRedis(redisServer.url);
  await untilReady(redis);
  await appendEvents(redis, [testEvent(1)]);
  await stream.find(({ event }) => event === "conversation_updated");
  redis.disconnect();

  auth.disabled.add("agent-2");
  const disabled = await readStream(port, { token: emulatorToken({ sub: "agent-2" }) });
  expect(disabled.status).toBe(401);
  disabled.close();

  child.kill("SIGTERM");
  expect(await stream.ended).toBe(true);
  expect(await once(child, "exit")).toEqual([0, null]);
});

it.each([
  [{}, /GOOGLE_CLOUD_PROJECT is missing/],
  [{ GOOGLE_CLOUD_PROJECT: "p", REDIS_URL: "http://:secret@x" }, /REDIS_URL must be a URL that begins/],
  [{ GOOGLE_CLOUD_PROJECT: "p", REDIS_URL: "redis://x", HEARTBEAT_SECONDS: "soon" }, /HEARTBEAT_SECONDS/],
  [
    { GOOGLE_CLOUD_PROJECT: "p", REDIS_URL: "redis://x", K_SERVICE: "s", FIREBASE_AUTH_EMULATOR_HOST: "x" },
    /Cloud Run/,
  ],
])("refuses a wrong configuration with a sentence: %o", async (env, sentence) => {
  const child = startProcess(env);
  let said = "";
  child.stderr!.on("data", (bytes) => {
    said += bytes;
  });
  expect(await once(child, "exit")).toEqual([1, null]);
  expect(JSON.parse(said).message).toMatch(sentence);
  expect(said).not.toContain("secret");
});
