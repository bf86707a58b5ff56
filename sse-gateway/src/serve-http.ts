import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { HttpHandshake } from "./http-handshake.ts";
import type { OpenStream } from "./open-stream.ts";
import { answerProblem, ProblemError, toProblemError } from "./problem.ts";

const EVENTS = "/api/live-chat/events";
/** Bytes of a request's line and headers: an ID token and a browser's cookies fit. */
const MAX_HEAD = 16 * 1024;
const MAX_URL = 2_048;
/** Connections that the kernel may hold until they are accepted: a storm must not become lost packets. */
const BACKLOG = 65_535;

/** Answers a path with a status and a text. */
export type PlainRoutes = Record<string, () => { status: number; body: string }>;

export type HttpServer = { port: number; close(): Promise<void> };

/**
 * Listens, reads requests with node:http within `patience` ms, and routes them. Only streams outlive their
 * request; everything else is one answer on a connection of its own.
 */
export async function serveHttp(options: {
  port: number;
  patience: number;
  allowedOrigins: string[];
  plain: PlainRoutes;
  openStream?: OpenStream;
  onRefused?: (code: string) => void;
}): Promise<HttpServer> {
  const handshakes = new Set<Socket>();
  const http = createHttpServer({ maxHeaderSize: MAX_HEAD, keepAlive: false }, handle);
  http.on("clientError", refuseMalformed);
  const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 }, (socket) => {
    const handshake = new HttpHandshake(socket, options.patience);
    handshakes.add(socket);
    handshake.once("close", () => handshakes.delete(socket));
    http.emit("connection", handshake);
  });

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const handshake = request.socket as unknown as HttpHandshake;
    if (!handshake.admitRequest()) return;
    response.setHeader("Connection", "close");
    const cors = corsHeaders(request.headers.origin, options.allowedOrigins);
    route(request, response, cors).catch((error) => {
      const problem = toProblemError(error);
      if (response.headersSent) return;
      options.onRefused?.(problem.code);
      for (const [name, value] of Object.entries(cors)) response.setHeader(name, value);
      answerProblem(response, problem);
    });
  }

  async function route(
    request: IncomingMessage,
    response: ServerResponse,
    cors: Record<string, string>,
  ): Promise<void> {
    const url = request.url ?? "/";
    if (url.length > MAX_URL)
      throw new ProblemError("bad_request", `a URL of more than ${MAX_URL} characters`);
    const path = url.split("?")[0]!;
    if (path === EVENTS && options.openStream) {
      if (request.method === "OPTIONS") return void response.writeHead(204, { ...cors, ...PREFLIGHT }).end();
      allowOnly(request, ["GET"], "GET, OPTIONS");
      return options.openStream(request, response, cors);
    }
    const answer = Object.hasOwn(options.plain, path) ? options.plain[path] : undefined;
    if (!answer) throw new ProblemError("not_found", `no such path; the stream is at ${EVENTS}`);
    allowOnly(request, ["GET", "HEAD"], "GET, HEAD");
    const { status, body } = answer();
    response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" });
    response.end(body);
  }

  await listen(server, options.port);
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of handshakes) socket.destroySoon();
      await closed;
    },
  };
}

const PREFLIGHT = {
  "Access-Control-Allow-Methods": "GET",
  "Access-Control-Allow-Headers": "Authorization, Last-Event-ID, Cache-Control, Traceparent",
  "Access-Control-Max-Age": "7200",
};

/** Only listed origins may read; others get an answer that their browser keeps from them. */
function corsHeaders(origin: string | undefined, allowed: string[]): Record<string, string> {
  if (origin === undefined || !allowed.includes(origin)) return { Vary: "Origin" };
  return {
    Vary: "Origin",
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Expose-Headers": "Retry-After",
  };
}

function allowOnly(request: IncomingMessage, methods: string[], allow: string): void {
  if (methods.includes(request.method ?? "")) return;
  throw new ProblemError("method_not_allowed", `${request.method} is not possible here`, { allow });
}

/** What node:http can't read never becomes a request; it is answered all the same. */
function refuseMalformed(
  error: NodeJS.ErrnoException,
  connection: NodeJS.WritableStream & { writable: boolean },
): void {
  const tooLarge = error.code === "HPE_HEADER_OVERFLOW";
  const [status, title] = tooLarge ? [431, "Request header fields too large"] : [400, "Bad request"];
  const body = JSON.stringify({
    type: "urn:live-chat:problem:bad_request",
    title,
    status,
    code: "bad_request",
  });
  const head = `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
  if (connection.writable) connection.end(head + body);
}

async function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen({ port, backlog: BACKLOG }, resolve);
  await promise;
  server.off("error", reject);
}
