import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { verifyWhatsAppSignature } from "../../../functions/src/webhooks/verify-whatsapp-signature.ts";
import { readBody } from "../http.ts";
import { type RunningSimulator, type SimulatorOptions, startSimulator } from "../start-simulator.ts";

export const SHOP = "108000000000001";
export const MAYA = "15550142001";
const SECRET = "a-secret-of-the-tests";
export const TOKEN = "a-token-of-the-tests";

// biome-ignore lint/suspicious/noExplicitAny: webhooks and answers, of which each test looks at what it wants
export type Json = any;

export type TestStand = {
  simulator: RunningSimulator;
  /** What came, in order, signed as our own code checks it. */
  webhooks: Json[];
  /** The messages in these. */
  messages(): Json[];
  /** The statuses in these. */
  statuses(): Json[];
  /** What the receiver answers; it may change its mind. */
  receiver: { status: number; forged: number };
  /** Calls Graph with the right token. */
  graph(path: string, init?: RequestInit): Promise<{ status: number; body: Json }>;
  /** Sends to Maya, whose window is open. */
  send(message: Json, account?: string, signal?: AbortSignal): Promise<{ status: number; body: Json }>;
  stop(): Promise<void>;
};

/** A simulator and somebody who receives its webhooks. */
export async function startStand(options: Partial<SimulatorOptions> = {}): Promise<TestStand> {
  const webhooks: Json[] = [];
  const receiver = { status: 200, forged: 0 };
  const server = createServer(async (request, response) => {
    const body = await readBody(request, 10_000_000);
    try {
      verifyWhatsAppSignature(request.headers["x-hub-signature-256"] as string, body, SECRET);
      if (receiver.status === 200) webhooks.push(JSON.parse(body.toString()));
      response.writeHead(receiver.status).end();
    } catch {
      receiver.forged++;
      response.writeHead(401).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const simulator = await startSimulator({
    port: 0,
    webhookUrl: `http://127.0.0.1:${port}/webhooks`,
    appSecret: SECRET,
    accessToken: TOKEN,
    retryAfter: 5,
    strangers: "open",
    ...options,
  });
  const values = () => webhooks.flatMap((it) => it.entry.flatMap((entry: Json) => entry.changes));
  const graph = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${TOKEN}`, ...init.headers };
    const answer = await fetch(simulator.graphUrl + path, { ...init, headers });
    return { status: answer.status, body: await answer.json() };
  };
  return {
    simulator,
    webhooks,
    receiver,
    messages: () => values().flatMap(({ value }) => value.messages ?? []),
    statuses: () => values().flatMap(({ value }) => value.statuses ?? []),
    graph,
    send: (message, account = SHOP, signal) =>
      graph(`/${account}/messages`, {
        ...(signal ? { signal } : {}),
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ messaging_product: "whatsapp", to: MAYA, ...message }),
      }),
    stop: async () => {
      await simulator.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
