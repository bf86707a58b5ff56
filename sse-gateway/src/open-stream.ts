import type { IncomingMessage, ServerResponse } from "node:http";
import type { AgentToken } from "@live-chat/core/agent-token.ts";
import { log } from "@live-chat/core/logger.ts";
import type { Authenticate } from "./authenticate.ts";
import { Client } from "./client.ts";
import type { Config } from "./config.ts";
import { chooseEnd } from "./end-streams.ts";
import type { FanOut } from "./fan-out-events.ts";
import { frameEvent, frameRetry, toChunk } from "./frame.ts";
import type { HttpHandshake } from "./http-handshake.ts";
import { StreamLimit } from "./limit-streams.ts";
import type { Metrics } from "./metrics.ts";
import { ProblemError } from "./problem.ts";
import type { Resumption } from "./resume-client.ts";

/** ms; a client that loses the gateway without a word comes back after 1 to 3 s. */
const RETRY = 1_000;
const RETRY_SPREAD = 2_000;

export type OpenStream = (
  request: IncomingMessage,
  response: ServerResponse,
  headers: Record<string, string>,
) => Promise<void>;

/**
 * Makes the handler of `GET /api/live-chat/events`. Who asks is checked before anything is sent; then the socket
 * is taken from http, and the stream begins: `connected`, what was missed or a fresh page, and what comes.
 * The handler throws ProblemError and TokenError.
 */
export function createOpenStream(options: {
  config: Config;
  authenticate: Authenticate;
  fanOut: FanOut;
  resume: (client: Client, lastEventId: string | null) => Promise<Resumption>;
  isReady: () => boolean;
  /** Id of the newest entry known here, or null. */
  head: () => string | null;
  metrics: Metrics;
}): OpenStream {
  const { config, fanOut, metrics } = options;
  const perAgent = new StreamLimit("agent", config.maxStreamsPerAgent);
  const perAddress = new StreamLimit("address", config.maxStreamsPerAddress);

  function refuseUnlessReady(): void {
    if (!options.isReady())
      throw new ProblemError("unavailable", "not ready yet, or not any more", { retryAfter: 2 });
  }

  function begin(
    response: ServerResponse,
    head: string,
    chunked: boolean,
    agent: AgentToken,
    address: string,
  ) {
    const socket = (response.socket as unknown as HttpHandshake).takeOver(response);
    if (!socket) return null;
    const endsAt = chooseEnd(agent.expiresAt, config.maxStreamTime);
    const client = new Client({ socket, agent, address, chunked, endsAt, maxBuffered: config.maxBuffered });
    socket.on("error", ignore);
    socket.on("data", () => client.cut("second_request"));
    socket.on("close", () => {
      fanOut.remove(client);
      perAgent.release(agent.id);
      perAddress.release(address);
      metrics.ended.add(1, { reason: client.endReason ?? "left" });
    });
    fanOut.add(client);
    // Head, greeting and what can be sent at once leave together.
    socket.cork();
    socket.write(head);
    client.write(greeting(options.head()));
    socket.resume();
    return client;
  }

  return async (request, response, headers) => {
    refuseUnlessReady();
    const query = new URLSearchParams(request.url?.split("?")[1]);
    const address = readAddress(request, config.trustedProxies);
    let client: Client | null = null;
    let agent: AgentToken | null = null;
    perAddress.take(address);
    try {
      const authenticated = await options.authenticate(request, query);
      refuseUnlessReady();
      perAgent.take(authenticated.id);
      agent = authenticated;
      const chunked = request.httpVersion !== "1.0";
      client = begin(response, streamHead(chunked, headers), chunked, agent, address);
    } finally {
      if (!client) perAddress.release(address);
      if (!client && agent) perAgent.release(agent.id);
    }
    if (!client) return;
    const started = options.resume(client, readLastEventId(request, query));
    client.socket.uncork();
    const resumption = await started;
    metrics.opened.add(1, { by: resumption });
    log("INFO", "stream opened", { agent: client.agent.id, by: resumption, trace: readTrace(request) });
  };
}

const ignore = () => {};

function greeting(head: string | null) {
  const connected = { status: "connected", connected_at: new Date().toISOString(), head };
  return toChunk([
    frameRetry(RETRY + Math.random() * RETRY_SPREAD),
    frameEvent("connected", JSON.stringify(connected)),
  ]);
}

function streamHead(chunked: boolean, headers: Record<string, string>): string {
  const all = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-cache, no-transform",
    "X-Accel-Buffering": "no",
    "X-Content-Type-Options": "nosniff",
    Date: new Date().toUTCString(),
    Connection: "close",
    ...(chunked && { "Transfer-Encoding": "chunked" }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 200 OK\r\n${lines.join("")}\r\n`;
}

/** The header is newer where both are there: a browser repeats the first URL and adds what it saw since. */
function readLastEventId(request: IncomingMessage, query: URLSearchParams): string | null {
  const header = request.headers["last-event-id"];
  return (typeof header === "string" && header) || query.get("last_event_id") || null;
}

/** Each trusted proxy appended the address it saw; what stands before those can be made up. */
function readAddress(request: IncomingMessage, trustedProxies: number): string {
  // Several such headers are one to node:http, joined by commas.
  const forwarded = trustedProxies > 0 ? request.headers["x-forwarded-for"]?.toString() : undefined;
  return forwarded?.split(",").at(-trustedProxies)?.trim() || request.socket.remoteAddress || "unknown";
}

/** The W3C trace id, if the caller or the platform gave one. */
function readTrace(request: IncomingMessage): string | undefined {
  const header = request.headers.traceparent;
  return typeof header === "string" ? /^00-([\da-f]{32})-/.exec(header)?.[1] : undefined;
}
