import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTokenVerifier } from "@live-chat/core/verify-token.ts";
import type { Accounts } from "../src/agents/agent-accounts.ts";
import { createApiApp } from "../src/api/api-app.ts";
import type { RequestLimit } from "../src/api/limit-requests.ts";
import { createApiKeyDirectory } from "../src/api-keys/api-key-directory.ts";
import { outboundChannels } from "../src/channels/outbound-channels.ts";
import { createTemplateDirectory } from "../src/channels/template-directory.ts";
import type { Config } from "../src/config.ts";
import type { Dependencies } from "../src/dependencies.ts";
import { folderStore } from "../src/media/media-store.ts";
import { idToken, testDirectory } from "./agents.ts";
import type { Services } from "./start-services.ts";

export const testConfig: Config = {
  projectId: "demo-live-chat",
  emulator: true,
  gatewayUrl: "http://gateway.test:8003",
  publicUrl: "http://chat.test",
  redisUrl: "redis://unused",
  allowedOrigins: ["https://desk.example"],
  allowPrivateWebhooks: true,
};

/** Nothing leaves: delivering is not the REST API's. */
const noChannels = outboundChannels({
  whatsapp: { graphUrl: "http://127.0.0.1:1", accessToken: "none", businessAccount: null },
  sources: {},
});

// biome-ignore lint/suspicious/noExplicitAny: tests look at whatever came
export type Answer = { status: number; headers: Headers; body: any };
export type Call = {
  token?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
  raw?: string | Uint8Array<ArrayBuffer>;
};
export type ServedApi = {
  url: string;
  /** Calls a route below `/api/live-chat`, as `ana` unless told otherwise. */
  call(method: string, path: string, call?: Call): Promise<Answer>;
  stop(): Promise<void>;
};

/** The REST API on a port of its own, over real services. */
export async function serveApi(
  { db, redis }: Services,
  limit?: RequestLimit,
  others: Partial<Dependencies> = {},
): Promise<ServedApi> {
  const files = join(tmpdir(), `live-chat-test-${process.pid}`);
  const app = createApiApp(
    {
      db,
      redis,
      verifyToken: createTokenVerifier({ projectId: "demo-live-chat", emulator: true }),
      directory: testDirectory(),
      accounts: {} as Accounts,
      config: testConfig,
      apiKeys: createApiKeyDirectory(db, { maxAge: 0 }),
      media: { store: folderStore(files), signingKey: "test-key" },
      webhookTasks: { add: async () => {} },
      channels: noChannels,
      templates: createTemplateDirectory(noChannels),
      deliverySteps: { add: async () => {} },
      ...others,
    },
    limit,
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    call: (method, path, options) => call(`${url}/api/live-chat${path}`, method, options),
    stop: () => close(server),
  };
}

/** One request; the answer's body parsed where it is JSON. */
export async function call(url: string, method: string, options: Call = {}): Promise<Answer> {
  const { token = idToken("ana"), body, headers, raw } = options;
  const answer = await fetch(url, {
    method,
    redirect: "manual",
    body: raw ?? (body === undefined ? null : JSON.stringify(body)),
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined && raw === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text.startsWith("{") ? JSON.parse(text) : text,
  };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
