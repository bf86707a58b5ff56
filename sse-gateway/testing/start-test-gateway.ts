import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { LogEvent } from "@live-chat/contract/event.ts";
import type { ConversationsAnswer } from "@live-chat/contract/rest.ts";
import type { AgentRecord } from "@live-chat/core/agent-directory.ts";
import { connectRedis, connectSubscriber, untilReady } from "@live-chat/core/redis.ts";
import { createTokenVerifier } from "@live-chat/core/verify-token.ts";
import { type Config, readConfig } from "../src/config.ts";
import { type GatewayDependencies, startGateway } from "../src/gateway.ts";
import { readStream, request } from "./read-stream.ts";

/** The gateway on a free port, with a real Redis, emulator tokens, and an Auth and a page that tests can change. */
export async function startTestGateway(
  redisUrl: string,
  options: {
    config?: Partial<Config>;
    dependencies?: Partial<GatewayDependencies>;
    subscriberUrl?: string;
  } = {},
) {
  const config = {
    ...readConfig({ PORT: "0", GOOGLE_CLOUD_PROJECT: "demo-live-chat", REDIS_URL: redisUrl }),
    allowedOrigins: ["http://localhost:3000"],
    // None between the events that a test counts.
    heartbeatInterval: 600_000,
    ...options.config,
  };
  const agents = new Map<string, Partial<AgentRecord>>();
  const page: ConversationsAnswer = { conversations: [], total: 0, next_cursor: null };
  const redis = connectRedis(redisUrl);
  const subscriber = connectSubscriber(options.subscriberUrl ?? redisUrl, { pingInterval: 500 });
  await untilReady(redis);
  await untilReady(subscriber);
  const gateway = await startGateway(config, {
    redis,
    subscriber,
    verifyToken: createTokenVerifier({ projectId: "demo-live-chat", emulator: true }),
    directory: { check: async (id) => agentRecord(id, agents.get(id)) },
    readPage: async () => page,
    ...options.dependencies,
  });
  const test = {
    ...gateway,
    redis,
    subscriber,
    agents,
    page,
    open: (stream: Parameters<typeof readStream>[1] = {}) =>
      readStream(gateway.port, { ...(!stream.ticket && { token: emulatorToken() }), ...stream }),
    async stop() {
      await gateway.stop();
      redis.disconnect();
      subscriber.disconnect();
    },
  };
  await untilStatus(gateway.port, "/readyz", 200);
  return test;
}

function agentRecord(id: string, changed: Partial<AgentRecord> | undefined): AgentRecord {
  return { id, name: "Ana", email: null, role: "agent", disabled: false, validAfter: 0, ...changed };
}

/** An unsigned token, as the Auth emulator makes them. */
export function emulatorToken(claims: Record<string, unknown> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const all = {
    aud: "demo-live-chat",
    iss: "https://securetoken.google.com/demo-live-chat",
    sub: "agent-1",
    role: "agent",
    iat: now,
    exp: now + 3600,
    ...claims,
  };
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none", typ: "JWT" })}.${part(all)}.`;
}

/** Asks until the path answers with this status. */
export async function untilStatus(port: number, path: string, status: number): Promise<void> {
  for (;;) {
    const { response } = await request(port, path);
    response.resume();
    if (response.statusCode === status) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** An event that stands for itself: its number is the conversation's version. */
export function testEvent(number: number, text = ""): LogEvent {
  const conversation = { conversation_id: "c1", name: text, version: number } as Conversation;
  return { event: "conversation_updated", data: { user_id: "u1", conversation_id: "c1", conversation } };
}
