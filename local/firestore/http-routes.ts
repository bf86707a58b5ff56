import type { IncomingMessage, ServerResponse } from "node:http";

export type HttpRequest = {
  /** What the pattern's `:names` matched, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: Buffer;
};

/** A string is sent as text, anything else as JSON. */
export type HttpAnswer = { status: number; body?: unknown };

/** `pattern` is a path such as `/emulator/v1/projects/:project/databases/:database/documents`. */
export type HttpRoute = {
  method: string;
  pattern: string;
  handle(request: HttpRequest): HttpAnswer | Promise<HttpAnswer>;
};

/** Returns a node:http listener that answers with the first route that fits, else 404. */
export function answerHttp(routes: HttpRoute[]) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, body } = await answer(routes, request);
    const text = typeof body === "string";
    response.writeHead(status, { "content-type": text ? "text/plain" : "application/json" });
    response.end(text ? body : JSON.stringify(body ?? {}));
  };
}

async function answer(routes: HttpRoute[], request: IncomingMessage): Promise<HttpAnswer> {
  const url = new URL(request.url ?? "/", "http://localhost");
  try {
    for (const route of routes) {
      const params = route.method === request.method && matchPath(route.pattern, url.pathname);
      if (!params) continue;
      const { headers } = request;
      return await route.handle({ params, query: url.searchParams, headers, body: await readBody(request) });
    }
    return {
      status: 404,
      body: { error: { code: 404, message: `No route ${request.method} ${url.pathname}` } },
    };
  } catch (error) {
    return { status: 500, body: { error: { code: 500, message: String(error) } } };
  }
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, segment] of wanted.entries()) {
    const actual = decodeURIComponent(given[i]!);
    if (segment.startsWith(":")) params[segment.slice(1)] = actual;
    else if (segment !== actual) return null;
  }
  return params;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
