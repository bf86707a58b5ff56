import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { connectRedis, untilReady } from "@live-chat/core/redis.ts";
import { startFirestore } from "@live-chat/local/firestore/server.ts";
import { Firestore } from "firebase-admin/firestore";
import { startFakeAuth } from "../../sse-gateway/testing/start-fake-auth.ts";
import { startTcpProxy } from "../../sse-gateway/testing/tcp-proxy.ts";
import { GatewayProcess, prepareGateways } from "./gateway-process.ts";
import { GatewaySwitch } from "./gateway-switch.ts";
import { LogRecord, watchLog } from "./log-record.ts";
import type { Random } from "./random.ts";
import { RedisProcess } from "./redis-process.ts";
import { serveWebhooks } from "./serve-webhooks.ts";
import { Truth } from "./truth.ts";
import { UnrulyTriggers } from "./unruly-triggers.ts";

const PROJECT = "demo-live-chat";

export type Stack = Awaited<ReturnType<typeof startStack>>;

/**
 * Everything that a message passes: the webhooks, Firestore with its triggers delivered twice and in the wrong
 * order, the functions' own triggers, Redis, and two gateways behind a switch that reach Redis and Firestore
 * through proxies.
 */
export async function startStack(random: Random) {
  const redis = new RedisProcess(await findFreePort());
  await redis.start();
  const indexesFile = join(import.meta.dirname, "../../firestore.indexes.json");
  const [firestore, auth] = await Promise.all([startFirestore({ indexesFile }), startFakeAuth()]);
  setEnvironment(redis.url, `${firestore.host}:${firestore.port}`);
  const truth = new Truth(firestore.store);
  const triggers = new UnrulyTriggers(random);
  await deployTriggers(triggers, firestore.triggers);

  const redisProxy = await startTcpProxy(redis.port);
  const firestoreProxy = await startTcpProxy(firestore.port);
  const gatewayEnv = {
    GOOGLE_CLOUD_PROJECT: PROJECT,
    REDIS_URL: `redis://127.0.0.1:${redisProxy.port}`,
    FIRESTORE_EMULATOR_HOST: `127.0.0.1:${firestoreProxy.port}`,
    FIREBASE_AUTH_EMULATOR_HOST: auth.host,
    METADATA_SERVER_DETECTION: "none",
    HEARTBEAT_SECONDS: "1",
    MAX_BUFFERED_KB: "64",
    MAX_STREAMS_PER_AGENT: "0",
    MAX_STREAMS_PER_ADDRESS: "0",
  };
  await prepareGateways();
  const gateways = ["gateway-1", "gateway-2"].map((name) => new GatewayProcess(name, gatewayEnv));
  await Promise.all(gateways.map((gateway) => gateway.start()));
  const gatewaySwitch = new GatewaySwitch(gateways, random);
  await gatewaySwitch.listen();

  const record = new LogRecord();
  const observer = connectRedis(redis.url);
  await untilReady(observer);
  const watch = watchLog(observer, record);
  const prober = connectRedis(gatewayEnv.REDIS_URL);
  const db = new Firestore({ projectId: PROJECT });
  const webhooks = await serveWebhooks({ db, redis: observer });

  return {
    redis,
    observer,
    /** Reaches Redis as the gateways do. */
    prober,
    triggers,
    redisProxy,
    firestoreProxy,
    gateways,
    gatewaySwitch,
    webhooks,
    record,
    truth,
    db,
    /** How long tokens live that are made now, in seconds; null: as long as they like. */
    tokens: { lifetime: null as number | null },
    head: watch.head,
    async stop() {
      watch.stop();
      await Promise.all(gateways.map((gateway) => gateway.end("SIGTERM")));
      await Promise.all([webhooks.stop(), gatewaySwitch.stop()]);
      await firestore.stop();
      await Promise.all([redisProxy.stop(), firestoreProxy.stop(), auth.stop()]);
      observer.disconnect();
      prober.disconnect();
      await db.terminate();
      await redis.stop();
    },
  };
}

/** The functions read it when they are loaded. */
function setEnvironment(redisUrl: string, firestore: string): void {
  Object.assign(process.env, {
    GCLOUD_PROJECT: PROJECT,
    GOOGLE_CLOUD_PROJECT: PROJECT,
    FIRESTORE_EMULATOR_HOST: firestore,
    FUNCTIONS_EMULATOR: "true",
    METADATA_SERVER_DETECTION: "none",
    REDIS_URL: redisUrl,
    FIREBASE_CONFIG: JSON.stringify({ projectId: PROJECT }),
  });
}

async function deployTriggers(
  unruly: UnrulyTriggers,
  triggers: Parameters<UnrulyTriggers["listen"]>[0],
): Promise<void> {
  const functions = await import("../../functions/src/index.ts");
  const { publishMessage, publishMessageUpdate, publishConversation, publishConversationUpdate } = functions;
  for (const [kind, document, deployed] of [
    ["created", "conversations/{conversationId}/messages/{messageId}", publishMessage],
    ["updated", "conversations/{conversationId}/messages/{messageId}", publishMessageUpdate],
    ["created", "conversations/{conversationId}", publishConversation],
    ["updated", "conversations/{conversationId}", publishConversationUpdate],
  ] as const) {
    const run = deployed as unknown as (event: unknown) => unknown;
    unruly.listen(triggers, PROJECT, kind, document, run);
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
