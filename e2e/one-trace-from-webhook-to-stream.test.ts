import { join } from "node:path";
import { connectRedis, untilReady } from "@live-chat/core/redis.ts";
import { startFirestore } from "@live-chat/local/firestore/server.ts";
import { startRedis } from "@live-chat/local/redis/start-redis.ts";
import { Firestore } from "firebase-admin/firestore";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type ServedWebhooks, serveWebhooks, sign } from "../functions/testing/serve-webhooks.ts";
import { startTestGateway } from "../sse-gateway/testing/start-test-gateway.ts";

const PROJECT = "demo-live-chat";
const TEXT = "nobody reads this in a log";
const closers: (() => unknown)[] = [];
let webhooks: ServedWebhooks;
let gateway: Awaited<ReturnType<typeof startTestGateway>>;
const lines: Record<string, string>[] = [];

/** The webhooks, the deployed trigger, and a gateway, all in this process; Firestore calls the trigger. */
beforeAll(async () => {
  const indexesFile = join(import.meta.dirname, "../firestore.indexes.json");
  const [firestore, server] = await Promise.all([startFirestore({ indexesFile }), startRedis()]);
  for (const [name, value] of Object.entries({
    GCLOUD_PROJECT: PROJECT,
    GOOGLE_CLOUD_PROJECT: PROJECT,
    FIREBASE_CONFIG: JSON.stringify({ projectId: PROJECT }),
    FIRESTORE_EMULATOR_HOST: `${firestore.host}:${firestore.port}`,
    FUNCTIONS_EMULATOR: "true",
    METADATA_SERVER_DETECTION: "none",
    REDIS_URL: server.url,
  }))
    vi.stubEnv(name, value);
  const { publishMessage } = await import("../functions/src/index.ts");
  const run = publishMessage as unknown as (event: unknown) => unknown;
  const pattern = "conversations/{conversationId}/messages/{messageId}";
  firestore.triggers.listen(PROJECT, "created", pattern, run);

  const redis = connectRedis(server.url);
  await untilReady(redis);
  const db = new Firestore({ projectId: PROJECT });
  webhooks = await serveWebhooks({ db, redis, stop: async () => {} });
  gateway = await startTestGateway(server.url);
  closers.push(
    () => Promise.all([gateway.stop(), webhooks.stop()]),
    () => Promise.all([redis.disconnect(), db.terminate()]),
    () => Promise.all([firestore.stop(), server.stop()]),
  );
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    if (String(text).startsWith('{"severity"')) lines.push(JSON.parse(String(text)));
    return true;
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  for (const close of closers) await close();
  vi.unstubAllEnvs();
});

async function post(id: string, headers: Record<string, string>): Promise<void> {
  const raw = JSON.stringify({ id, from: { id: "sheena" }, text: TEXT });
  const call = { raw, headers: { ...sign(raw), ...headers } };
  expect((await webhooks.call("POST", "/api/webhooks/messages/crm", call)).status).toBe(200);
}

const named = (message: string) => lines.filter((line) => line.message === message);

it.each([
  [
    "traceparent",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    /^4bf92f3577b34da6a3ce929d0e0e4736$/,
  ],
  ["X-Cloud-Trace-Context", "105445aa7843bc8bf206b12000100000/1;o=1", /^105445aa7843bc8bf206b12000100000$/],
  ["X-Nothing", "of the kind", /^[\da-f]{32}$/],
])("with %s: one line per hop, all under its trace", async (header, value, trace) => {
  lines.length = 0;
  const stream = await gateway.open();
  await post(`message-with-${header}`, { [header]: value });
  const arrived = await stream.find(({ event }) => event === "new_message");
  await vi.waitUntil(() => named("message published").length > 0 && named("event delivered").length > 0);
  stream.close();

  const hops = ["webhook received", "message published", "event delivered"].map(named);
  expect(hops.map((found) => found.length)).toEqual([1, 1, 1]);
  const links = hops.map(([line]) => line!["logging.googleapis.com/trace"]);
  expect(links[0]).toMatch(new RegExp(`^projects/${PROJECT}/traces/`));
  expect(links[0]!.split("/").at(-1)).toMatch(trace);
  expect(new Set(links).size).toBe(1);

  expect(arrived.data.message.text).toBe(TEXT);
  expect(arrived.raw).not.toContain("trace");
  expect(JSON.stringify(lines)).not.toContain(TEXT);
});
