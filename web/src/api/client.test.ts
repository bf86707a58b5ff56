import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClient, isPassing, ProblemResponse, type Request, Unreachable } from "./client.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
let handlers: Handler[];
let asked: { url: string; authorization: string | undefined }[];
let base: string;
const server = createServer((request, response) => {
  asked.push({ url: request.url!, authorization: request.headers.authorization });
  (handlers.shift() ?? json(200, { ok: true }))(request, response);
});

const json =
  (status: number, body: unknown, headers = {}): Handler =>
  (_request, response) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
const client = () => createClient(async (fresh) => (fresh ? "fresh" : "usual"), base);

const failureOf = (request: Request) =>
  client()(request).catch((thrown: ProblemResponse) => thrown) as Promise<ProblemResponse>;

beforeEach(async () => {
  handlers = [];
  asked = [];
  await new Promise<void>((resolve) => server.listen(0, resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("the REST client", () => {
  it("sends the token and leaves out what isn't asked for", async () => {
    const query = { q: "ana & co", status: undefined, limit: 5 };
    expect(await client()({ path: "/conversations", query })).toEqual({ ok: true });
    expect(asked).toEqual([{ url: "/conversations?q=ana+%26+co&limit=5", authorization: "Bearer usual" }]);
  });

  it("renews a refused token once, and only once", async () => {
    const refused = json(401, { code: "token_expired", status: 401, title: "Expired", type: "about:blank" });
    handlers = [refused];
    await client()({ path: "/me" });
    expect(asked.map(({ authorization }) => authorization)).toEqual(["Bearer usual", "Bearer fresh"]);
    handlers = [refused, refused];
    await expect(client()({ path: "/me" })).rejects.toMatchObject({ status: 401, code: "token_expired" });
    expect(asked).toHaveLength(4);
  });

  it("throws what the server said, with everything it said", async () => {
    const problem = {
      type: "about:blank",
      title: "Moved",
      status: 409,
      code: "conversation_moved",
      last_seq: 7,
    };
    handlers = [json(409, problem)];
    const error = await failureOf({ path: "/" });
    expect(error).toBeInstanceOf(ProblemResponse);
    expect(error.problem).toEqual(problem);
    expect(isPassing(error)).toBe(false);
  });

  it("knows what may pass: no answer, too many requests, a failing server; also without a proper body", async () => {
    handlers = [
      json(429, {}, { "retry-after": "7" }),
      (_request, response) => response.writeHead(502).end("<html>"),
    ];
    const busy = await failureOf({ path: "/" });
    expect(busy.retryAfter).toBe(7);
    const broken = await failureOf({ path: "/" });
    handlers = [(request) => request.socket.destroy()];
    const gone = await failureOf({ path: "/" });
    expect(gone).toBeInstanceOf(Unreachable);
    expect([busy, broken, gone].map(isPassing)).toEqual([true, true, true]);
  });
});
