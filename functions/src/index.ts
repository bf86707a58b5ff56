import type { ChannelDocument, ConversationDocument, MessageDocument } from "@live-chat/core/documents.ts";
import { withTrace } from "@live-chat/core/trace.ts";
import {
  onDocumentCreated,
  onDocumentDeleted,
  onDocumentUpdated,
  onDocumentWritten,
} from "firebase-functions/firestore";
import { HttpsError, onRequest } from "firebase-functions/https";
import { setGlobalOptions } from "firebase-functions/options";
import { onTaskDispatched } from "firebase-functions/tasks";
import { createApiApp } from "./api/api-app.ts";
import { publishChannel as publishChangedChannel } from "./channels/publish-channel.ts";
import { checkConfig } from "./config.ts";
import {
  publishConversationUpdate as publishChangedConversation,
  publishConversationRemoval as publishErasedConversation,
  publishConversation as publishNewConversation,
} from "./conversations/publish-conversation.ts";
import { showReadOnChannel as showWhatWasRead } from "./conversations/show-read-on-channel.ts";
import type { DeliveryStep } from "./delivery/delivery-step.ts";
import { giveUpReply } from "./delivery/give-up-reply.ts";
import {
  apiDependencies,
  deliveryDependencies,
  fetchMediaDependencies,
  mediaDependencies,
  notifyDependencies,
  once,
  outgoingWebhookDependencies,
  redisConnected,
  triggerDependencies,
  webhookDependencies,
} from "./dependencies.ts";
import { isTooOld } from "./is-too-old.ts";
import { keepBodiesRaw } from "./keep-bodies-raw.ts";
import {
  type MediaTask,
  queueMedia,
  removeRevokedMedia,
  storeMedia as storeCustomersMedia,
} from "./media/store-media.ts";
import {
  becameQueued,
  continueDelivery as continueDueDelivery,
  deliverReply as deliverQueuedReply,
} from "./messages/deliver-reply.ts";
import { publishMessage as publishStoredMessage } from "./messages/publish-message.ts";
import { publishMessageUpdate as publishChangedMessage } from "./messages/publish-message-update.ts";
import { deliverWebhook as deliverDueWebhook, TooEarlyError } from "./outgoing-webhooks/deliver-webhook.ts";
import { type DeliveryTask, notifyEndpoints } from "./outgoing-webhooks/notify-endpoints.ts";
import {
  conversationCreated,
  conversationUpdated,
  messageCreated,
  messageUpdated,
} from "./outgoing-webhooks/outgoing-event.ts";
import { network, secrets } from "./params.ts";
import { publishWorkspace } from "./publish-workspace.ts";
import { createWebhooksApp } from "./webhooks/webhooks-app.ts";

checkConfig(process.env);
// Tasks are checked and parsed by the SDK, which wants them as they come.
if (["api", "webhooks"].includes(process.env.FUNCTION_TARGET ?? "")) keepBodiesRaw();
setGlobalOptions({ region: "us-central1", memory: "512MiB", concurrency: 80, maxInstances: 100, ...network });

const apiApp = once(() => createApiApp(apiDependencies()));
const webhooksApp = once(() => createWebhooksApp(webhookDependencies()));

/** `/api/live-chat/**` */
export const api = onRequest(
  { secrets: secrets.api, cors: false, invoker: "public" },
  async (request, response) => {
    await redisConnected();
    apiApp()(request, response);
  },
);

/** `/api/webhooks/**` */
export const webhooks = onRequest(
  { secrets: secrets.webhooks, cors: false, invoker: "public" },
  (request, response) => void webhooksApp()(request, response),
);

const MEDIA_ATTEMPTS = 10;

const messageDocument = {
  document: "conversations/{conversationId}/messages/{messageId}",
  secrets: secrets.triggers,
  retry: true,
};
const conversationDocument = { ...messageDocument, document: "conversations/{conversationId}" };

export const publishMessage = onDocumentCreated(messageDocument, async (event) => {
  if (!event.data || isTooOld(event)) return;
  const message = event.data.data() as MessageDocument;
  await withTrace(message.trace, () =>
    Promise.all([
      publishStoredMessage(triggerDependencies(), message),
      notifyEndpoints(notifyDependencies(), messageCreated(message)),
      queueMedia(mediaDependencies(), message),
    ]),
  );
});

export const publishMessageUpdate = onDocumentUpdated(messageDocument, async (event) => {
  if (!event.data || isTooOld(event)) return;
  const { before, after } = event.data;
  const documents = [before.data(), after.data()] as [MessageDocument, MessageDocument];
  await Promise.all([
    publishChangedMessage(triggerDependencies(), ...documents),
    notifyEndpoints(notifyDependencies(), messageUpdated(...documents)),
    removeRevokedMedia(mediaDependencies(), ...documents),
  ]);
});

export const publishConversation = onDocumentCreated(conversationDocument, async (event) => {
  if (!event.data || isTooOld(event)) return;
  const conversation = event.data.data() as ConversationDocument;
  await Promise.all([
    publishNewConversation(triggerDependencies(), conversation),
    notifyEndpoints(notifyDependencies(), conversationCreated(conversation)),
  ]);
});

export const publishConversationUpdate = onDocumentUpdated(conversationDocument, async (event) => {
  if (!event.data || isTooOld(event)) return;
  const { before, after } = event.data;
  const documents = [before.data(), after.data()] as [ConversationDocument, ConversationDocument];
  await Promise.all([
    publishChangedConversation(triggerDependencies(), ...documents),
    notifyEndpoints(notifyDependencies(), conversationUpdated(...documents)),
  ]);
});

/** Each attempt to hand an event to another system is a task of its own; only our own troubles repeat one. */
export const deliverWebhook = onTaskDispatched<DeliveryTask>(
  {
    secrets: secrets.outgoingWebhooks,
    timeoutSeconds: 60,
    rateLimits: { maxConcurrentDispatches: 500, maxDispatchesPerSecond: 200 },
    retryConfig: { maxAttempts: 100, minBackoffSeconds: 5, maxBackoffSeconds: 60, maxRetrySeconds: 86_400 },
  },
  async ({ data }) => {
    try {
      await deliverDueWebhook(outgoingWebhookDependencies(), data);
    } catch (error) {
      if (error instanceof TooEarlyError) throw new HttpsError("unavailable", error.message);
      throw error;
    }
  },
);

/** Fetches a customer's files while the channel still has them; after ten attempts, about an hour, it gives up. */
export const storeMedia = onTaskDispatched<MediaTask>(
  {
    secrets: secrets.channels,
    timeoutSeconds: 540,
    concurrency: 20,
    rateLimits: { maxConcurrentDispatches: 100 },
    retryConfig: { maxAttempts: MEDIA_ATTEMPTS, minBackoffSeconds: 5, maxBackoffSeconds: 600 },
  },
  async ({ data, retryCount }) => {
    await storeCustomersMedia(fetchMediaDependencies(), data, { last: retryCount + 1 >= MEDIA_ATTEMPTS });
  },
);

export const publishConversationRemoval = onDocumentDeleted(conversationDocument, async (event) => {
  if (!event.data || isTooOld(event)) return;
  await publishErasedConversation(triggerDependencies(), event.data.data() as ConversationDocument);
});

/** The way out: each message that is queued, at first or by an agent's retry. Long queues take their time. */
export const deliverReply = onDocumentWritten(
  { ...messageDocument, secrets: secrets.delivery, timeoutSeconds: 300 },
  async (event) => {
    const before = event.data?.before.data() as MessageDocument | undefined;
    const message = event.data?.after.data() as MessageDocument | undefined;
    if (!message || !becameQueued(before, message)) return;
    const deliver = isTooOld(event) ? giveUpReply : deliverQueuedReply;
    await withTrace(message.trace, () => deliver(deliveryDependencies(), message));
  },
);

/** What delivering left for later: a queue that has to wait, a send of which nothing was heard. */
export const continueDelivery = onTaskDispatched<DeliveryStep>(
  {
    secrets: secrets.delivery,
    timeoutSeconds: 300,
    rateLimits: { maxConcurrentDispatches: 500, maxDispatchesPerSecond: 200 },
    retryConfig: { maxAttempts: 100, minBackoffSeconds: 2, maxBackoffSeconds: 60, maxRetrySeconds: 86_400 },
  },
  async ({ data }) => {
    const done = await continueDueDelivery(deliveryDependencies(), data);
    if (!done) throw new HttpsError("unavailable", "not due yet");
  },
);

export const showReadOnChannel = onDocumentUpdated(
  { ...conversationDocument, secrets: secrets.channels },
  async (event) => {
    if (!event.data || isTooOld(event)) return;
    const { before, after } = event.data;
    const documents = [before.data(), after.data()] as [ConversationDocument, ConversationDocument];
    await showWhatWasRead(deliveryDependencies(), ...documents);
  },
);

export const publishChannel = onDocumentWritten(
  { ...messageDocument, document: "channels/{channelId}" },
  async (event) => {
    if (!event.data || isTooOld(event)) return;
    const { before, after } = event.data;
    const documents = [before.data(), after.data()] as [
      ChannelDocument | undefined,
      ChannelDocument | undefined,
    ];
    await publishChangedChannel(triggerDependencies(), ...documents);
  },
);

export const publishSettings = onDocumentWritten(
  { ...messageDocument, document: "settings/{settingsId}" },
  async (event) => {
    if (!isTooOld(event)) await publishWorkspace(triggerDependencies(), "settings");
  },
);

export const publishCannedAnswers = onDocumentWritten(
  { ...messageDocument, document: "canned_answers/{answerId}" },
  async (event) => {
    if (!isTooOld(event)) await publishWorkspace(triggerDependencies(), "canned_answers");
  },
);

/** Agents are kept by Auth, whose changes trigger nothing that could publish them: a mark in Firestore does. */
export const publishAgents = onDocumentWritten(
  { ...messageDocument, document: "agent_changes/{id}" },
  async (event) => {
    if (!isTooOld(event)) await publishWorkspace(triggerDependencies(), "agents");
  },
);
