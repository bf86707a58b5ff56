import { buffer } from "node:stream/consumers";
import { createAgentDirectory, type ForgettingDirectory } from "@live-chat/core/agent-directory.ts";
import { connectRedis, untilReady } from "@live-chat/core/redis.ts";
import { createTokenVerifier, type VerifyToken } from "@live-chat/core/verify-token.ts";
import { type App, initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { type Firestore, getFirestore } from "firebase-admin/firestore";
import { getFunctions } from "firebase-admin/functions";
import { getStorage } from "firebase-admin/storage";
import type { Redis } from "ioredis";
import type { Accounts } from "./agents/agent-accounts.ts";
import { type ApiKeyDirectory, createApiKeyDirectory } from "./api-keys/api-key-directory.ts";
import type { OutboundChannels } from "./channels/channel.ts";
import { outboundChannels } from "./channels/outbound-channels.ts";
import { createTemplateDirectory, type TemplateDirectory } from "./channels/template-directory.ts";
import {
  type Config,
  readChannelConfig,
  readConfig,
  readConfirmWithin,
  readWebhookConfig,
  type WebhookConfig,
} from "./config.ts";
import type { DeliveryDependencies, DeliveryStep } from "./delivery/delivery-step.ts";
import { linkFiles } from "./media/link-files.ts";
import { readMediaConfig } from "./media/media-config.ts";
import { bucketStore, folderStore, type MediaStore } from "./media/media-store.ts";
import type { MediaDependencies, MediaTask } from "./media/store-media.ts";
import { createGuardedFetch } from "./net/guarded-fetch.ts";
import type { DeliverDependencies } from "./outgoing-webhooks/deliver-webhook.ts";
import { createEndpointDirectory } from "./outgoing-webhooks/endpoint-directory.ts";
import type { DeliveryTask, NotifyDependencies } from "./outgoing-webhooks/notify-endpoints.ts";
import { type TaskQueue, taskQueue } from "./task-queue.ts";

/** What the REST API works with. */
export type Dependencies = {
  db: Firestore;
  redis: Redis;
  verifyToken: VerifyToken;
  directory: ForgettingDirectory;
  accounts: Accounts;
  config: Config;
  apiKeys: ApiKeyDirectory;
  media: { store: MediaStore; signingKey: string };
  webhookTasks: TaskQueue<DeliveryTask>;
  channels: OutboundChannels;
  templates: TemplateDirectory;
  deliverySteps: TaskQueue<DeliveryStep>;
};

/** What the webhooks work with. */
export type WebhookDependencies = Pick<Dependencies, "db" | "redis"> & { config: WebhookConfig };

/** What the triggers work with. */
export type TriggerDependencies = Pick<Dependencies, "db" | "redis">;

/**
 * Clients are made at the first request and then kept: deploying loads this code too, has ten seconds for it,
 * and reaches neither Redis nor Firestore.
 */
const config = once(() => readConfig(process.env));
const app = once((): App => initializeApp({ projectId: config().projectId }));
const db = once(() => getFirestore(app()));
const redis = once(() => connectRedis(config().redisUrl));
const webhookTasks = once(() => taskQueue<DeliveryTask>(getFunctions(app()), "deliverWebhook"));

const deliverySteps = once(() => taskQueue<DeliveryStep>(getFunctions(app()), "continueDelivery"));
const channels = once(() =>
  outboundChannels(
    readChannelConfig(process.env),
    async (id) => Uint8Array.from(await buffer(mediaStore().read(id))),
    (attachments) => filesLinked()(attachments),
  ),
);

const mediaConfig = once(() => readMediaConfig(process.env, config().emulator));
const filesLinked = once(() => linkFiles(config().publicUrl, mediaConfig().signingKey!));
const mediaStore = once((): MediaStore => {
  const { place } = mediaConfig();
  return "folder" in place ? folderStore(place.folder) : bucketStore(getStorage(app()).bucket(place.bucket));
});

/** Throws ConfigError. */
export const apiDependencies = once((): Dependencies => {
  const { projectId, emulator } = config();
  // Without an Auth emulator the Functions emulator works with real, signed tokens.
  const unsigned = emulator && Boolean(process.env.FIREBASE_AUTH_EMULATOR_HOST);
  return {
    db: db(),
    redis: redis(),
    verifyToken: createTokenVerifier({ projectId, emulator: unsigned }),
    directory: createAgentDirectory(getAuth(app())),
    accounts: getAuth(app()),
    config: config(),
    apiKeys: createApiKeyDirectory(db()),
    media: { store: mediaStore(), signingKey: mediaConfig().signingKey! },
    webhookTasks: webhookTasks(),
    channels: channels(),
    templates: createTemplateDirectory(channels()),
    deliverySteps: deliverySteps(),
  };
});

/** What tells other systems of events. Throws ConfigError. */
export const notifyDependencies = once(
  (): NotifyDependencies => ({
    db: db(),
    tasks: webhookTasks(),
    directory: createEndpointDirectory({ db: db(), redis: redis() }),
  }),
);

/** What hands these over. Throws ConfigError. */
export const outgoingWebhookDependencies = once(
  (): DeliverDependencies => ({
    ...{ db: db(), redis: redis(), tasks: webhookTasks() },
    linkFiles: (attachments) => filesLinked()(attachments),
    fetch: createGuardedFetch({ allowPrivate: config().allowPrivateWebhooks }),
  }),
);

/** What keeps customers' files. Throws ConfigError. */
export const mediaDependencies = once(() => ({
  db: db(),
  store: mediaStore(),
  mediaTasks: taskQueue<MediaTask>(getFunctions(app()), "storeMedia"),
}));

/** What fetches them. Throws ConfigError. */
export const fetchMediaDependencies = once(
  (): MediaDependencies => ({
    ...{ db: db(), store: mediaStore(), channels: channels() },
    fetch: createGuardedFetch({ allowPrivate: config().allowPrivateWebhooks }),
  }),
);

/** Throws ConfigError. */
export const webhookDependencies = once(
  (): WebhookDependencies => ({ db: db(), redis: redis(), config: readWebhookConfig(process.env) }),
);

/** What delivers replies, and shows customers what was read. Throws ConfigError. */
export const deliveryDependencies = once(
  (): DeliveryDependencies => ({
    ...{ db: db(), channels: channels(), tasks: deliverySteps(), now: Date.now },
    confirmWithin: readConfirmWithin(process.env),
  }),
);

/** Throws ConfigError. */
export const triggerDependencies = once((): TriggerDependencies => ({ db: db(), redis: redis() }));

/**
 * Resolves when Redis was reached for the first time, or could not be for two seconds: at a cold start the first
 * request would else find it still connecting.
 */
export const redisConnected = once(() => untilReady(redis(), 2_000).catch(() => {}));

export function once<T>(make: () => T): () => T {
  let made: { it: T } | undefined;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}
