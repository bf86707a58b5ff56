import type { ApiKey, ApiKeyScope } from "@live-chat/contract/api-keys.ts";
import type { ChannelState } from "@live-chat/contract/channels.ts";
import type { UpdateEndpointBody, WebhookEndpoint } from "@live-chat/contract/webhook-endpoints.ts";
import type { NewEndpoint } from "../api/live-chat-api.ts";
import type { App } from "../app.ts";
import { putOne, removeOne } from "../state/workspace.ts";

// What connects the workspace to other systems. All of these throw what the server says.

/** Returns the new key, which nobody can see again. */
export async function createApiKey(app: App, name: string, scopes: ApiKeyScope[]): Promise<string> {
  const { api_key, key } = await app.api.createApiKey({ name, scopes });
  app.store.change((state) => putOne(state, "apiKeys", api_key));
  return key;
}

export async function revokeApiKey(app: App, key: ApiKey): Promise<void> {
  const { api_key } = await app.api.revokeApiKey(key.key_id);
  app.store.change((state) => putOne(state, "apiKeys", api_key));
}

/** Returns the new endpoint's secret, which nobody can see again. */
export async function createEndpoint(app: App, body: NewEndpoint): Promise<string> {
  const { endpoint, secret } = await app.api.createEndpoint(body);
  app.store.change((state) => putOne(state, "endpoints", endpoint));
  return secret;
}

export async function updateEndpoint(app: App, id: string, changes: UpdateEndpointBody): Promise<void> {
  const { endpoint } = await app.api.updateEndpoint(id, changes);
  app.store.change((state) => putOne(state, "endpoints", endpoint));
}

export async function deleteEndpoint(app: App, endpoint: WebhookEndpoint): Promise<void> {
  await app.api.deleteEndpoint(endpoint.endpoint_id);
  app.store.change((state) => removeOne(state, "endpoints", endpoint));
}

/** Lets a channel that was mended go on: what waits is tried at once. */
export async function resumeChannel(app: App, stopped: ChannelState): Promise<void> {
  const { channel } = await app.api.resumeChannel(stopped);
  app.store.change((state) => putOne(state, "channels", channel));
}
