import { lookup as lookUpName } from "node:dns";
import { Agent as HttpAgent, type IncomingHttpHeaders, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { pipeline, Transform } from "node:stream";
import { addressRefused, checkFetchUrl, isAllowedAddress } from "./check-fetch-url.ts";
import { FetchError, toFetchError } from "./fetch-error.ts";

export type FetchOptions = {
  method?: "GET" | "POST" | "HEAD";
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Most bytes that an answer's body may have. */
  maxBytes: number;
  /** For everything together, from the name's look-up to the body's last byte, in ms. */
  timeout: number;
  /** How many redirects are followed; by default none: the 3xx is the answer. */
  redirects?: number;
};

/** `body` ends with a FetchError when it grows too large or takes too long; who doesn't read it destroys it. */
export type FetchAnswer = { status: number; headers: IncomingHttpHeaders; url: string; body: Transform };

/** Fetches a URL that somebody else chose. Throws FetchError. */
export type GuardedFetch = (url: string, options: FetchOptions) => Promise<FetchAnswer>;

export type Guard = {
  /** Local stack only: http, and this machine's own addresses. */
  allowPrivate: boolean;
  /** Looks a name up; tests put their own DNS here. */
  lookup?: LookupFunction;
};

const REDIRECTS = [301, 302, 303, 307, 308];
/** What was meant for one host only. */
const PRIVATE_HEADERS = ["authorization", "cookie"];

/**
 * Makes a fetch for URLs from outside: https only, to the public internet only. The address is checked where the
 * connection is made, after DNS, so that a name can't be one thing for the check and another for the connection;
 * each redirect is checked the same way. Connections are never shared and proxies never used.
 */
export function createGuardedFetch({ allowPrivate, lookup = lookUpName }: Guard): GuardedFetch {
  const guardedLookup = guardLookup(lookup, allowPrivate);

  return async (first, { redirects = 0, ...options }) => {
    const signal = AbortSignal.timeout(options.timeout);
    let url = checkFetchUrl(first, allowPrivate);
    let hop: FetchOptions = options;
    for (let left = redirects; ; left--) {
      const answer = await ask(url, hop, guardedLookup, signal);
      const { location } = answer.headers;
      if (redirects === 0 || !REDIRECTS.includes(answer.status) || location === undefined) return answer;
      answer.body.destroy();
      if (left === 0) throw new FetchError("too_many_redirects", `more than ${redirects} redirects`);
      const next = checkFetchUrl(URL.parse(location, url.href)?.href ?? "", allowPrivate);
      hop = redirected(hop, answer.status, next.origin === url.origin);
      url = next;
    }
  };
}

/** Reads a body to its end. Throws FetchError. */
export async function readAll(body: FetchAnswer["body"]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** One bad address among good ones refuses them all: nobody needs that but an attacker. */
function guardLookup(lookup: LookupFunction, allowPrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, found, family) => {
      if (error) return callback(error, found, family);
      const addresses = typeof found === "string" ? [found] : found.map(({ address }) => address);
      const good =
        addresses.length > 0 && addresses.every((address) => isAllowedAddress(address, allowPrivate));
      callback(good ? null : addressRefused(), found, family);
    });
  };
}

function ask(
  url: URL,
  options: FetchOptions,
  lookup: LookupFunction,
  signal: AbortSignal,
): Promise<FetchAnswer> {
  const { method = "GET", headers, body, maxBytes } = options;
  const secure = url.protocol === "https:";
  const { promise, resolve, reject } = Promise.withResolvers<FetchAnswer>();
  const request = (secure ? requestHttps : requestHttp)(url, {
    method,
    lookup,
    signal,
    // Of its own, as the global one might hold connections that nobody guarded, or go by a proxy.
    agent: secure ? new HttpsAgent() : new HttpAgent(),
    headers: {
      "User-Agent": "live-chat",
      "Accept-Encoding": "identity",
      ...(body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) }),
      ...headers,
    },
  });
  request.on("error", (error) => reject(toFetchError(error, signal)));
  request.on("response", (response) => {
    const limited = limitSize(maxBytes, signal);
    // Errors reach whoever reads `limited`.
    pipeline(response, limited, () => {});
    const { statusCode: status = 0, headers } = response;
    resolve({ status, headers, url: url.href, body: limited });
  });
  request.end(body);
  return promise;
}

function limitSize(maxBytes: number, signal: AbortSignal): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size <= maxBytes) done(null, chunk);
      else done(new FetchError("too_large", `more than ${maxBytes} bytes`));
    },
    destroy: (error, done) => done(error && toFetchError(error, signal)),
  });
}

/** As browsers do: after 303, and after 301 and 302 of a POST, the new address is just read. */
function redirected(options: FetchOptions, status: number, sameOrigin: boolean): FetchOptions {
  const { method, body, headers = {}, ...others } = options;
  const kept = Object.entries(headers).filter(
    ([name]) => sameOrigin || !PRIVATE_HEADERS.includes(name.toLowerCase()),
  );
  const next: FetchOptions = { ...others, headers: Object.fromEntries(kept) };
  const reads = status === 303 || (status < 303 && method === "POST");
  if (method && !reads) next.method = method;
  if (body !== undefined && !reads) next.body = body;
  return next;
}
