import type { ConversationDocument, MessageDocument } from "@live-chat/core/documents.ts";
import { onDocumentCreated, onDocumentUpdated } from "firebase-functions/firestore";
import { onRequest } from "firebase-functions/https";
import { setGlobalOptions } from "firebase-functions/options";
import { createApiApp } from "./api/api-app.ts";
import { checkConfig } from "./config.ts";
import {
  publishConversationUpdate as publishChangedConversation,
  publishConversation as publishNewConversation,
} from "./conversations/publish-conversation.ts";
import {
  apiDependencies,
  once,
  redisConnected,
  triggerDependencies,
  webhookDependencies,
} from "./dependencies.ts";
import { isTooOld } from "./is-too-old.ts";
import { keepBodiesRaw } from "./keep-bodies-raw.ts";
import { publishMessage as publishStoredMessage } from "./messages/publish-message.ts";
import { publishMessageUpdate as publishChangedMessage } from "./messages/publish-message-update.ts";
import { network, secrets } from "./params.ts";
import { createWebhooksApp } from "./webhooks/webhooks-app.ts";

checkConfig(process.env);
keepBodiesRaw();
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

const messageDocument = {
  document: "conversations/{conversationId}/messages/{messageId}",
  secrets: secrets.triggers,
  retry: true,
};
const conversationDocument = { ...messageDocument, document: "conversations/{conversationId}" };

export const publishMessage = onDocumentCreated(messageDocument, async (event) => {
  if (!event.data || isTooOld(event)) return;
  await publishStoredMessage(triggerDependencies(), event.data.data() as MessageDocument);
});

export const publishMessageUpdate = onDocumentUpdated(messageDocument, async (event) => {
  if (!event.data || isTooOld(event)) return;
  const { before, after } = event.data;
  const documents = [before.data(), after.data()] as [MessageDocument, MessageDocument];
  await publishChangedMessage(triggerDependencies(), ...documents);
});

export const publishConversation = onDocumentCreated(conversationDocument, async (event) => {
  if (!event.data || isTooOld(event)) return;
  await publishNewConversation(triggerDependencies(), event.data.data() as ConversationDocument);
});

export const publishConversationUpdate = onDocumentUpdated(conversationDocument, async (event) => {
  if (!event.data || isTooOld(event)) return;
  const { before, after } = event.data;
  const documents = [before.data(), after.data()] as [ConversationDocument, ConversationDocument];
  await publishChangedConversation(triggerDependencies(), ...documents);
});
