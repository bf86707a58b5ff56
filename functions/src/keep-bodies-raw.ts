import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

const contentTypes = new WeakMap<IncomingMessage, string | undefined>();

/**
 * Makes the runtime of Cloud Functions, deployed or emulated, leave bodies to us. It parses them before our app
 * runs and answers broken JSON by itself, with an HTML page; a body of no known type it just reads into
 * `rawBody`. So each request has its type taken away on arrival; `contentTypeOf` still knows it.
 */
export function keepBodiesRaw(): void {
  // Triggers have their events parsed by the runtime; when deploying there is no server at all.
  if (process.env.FUNCTION_SIGNATURE_TYPE !== "http") return;
  subscribe("http.server.request.start", (started) => {
    const { request } = started as { request: IncomingMessage };
    contentTypes.set(request, request.headers["content-type"]);
    request.headers["content-type"] = "application/octet-stream";
  });
}

/** The type that the caller gave its body. */
export function contentTypeOf(request: IncomingMessage): string | undefined {
  return contentTypes.has(request) ? contentTypes.get(request) : request.headers["content-type"];
}
