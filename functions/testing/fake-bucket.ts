import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { crc32c } from "../../local/firestore/export/crc32c.ts";

/** Cloud Storage's JSON API, as far as whole objects are written, read and deleted in one request each. */
export class FakeBucket {
  /** By name. */
  readonly objects = new Map<string, Buffer>();
  /** Asked instead of answering, while it is set: a status that says "not now". */
  failWith: number | null = null;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  /** Returns `host:port`. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, "http://bucket");
    const found = /^(\/upload)?(?:\/storage\/v1)?\/b\/[^/]+\/o(?:\/([^/]+))?$/.exec(pathname);
    if (this.failWith) return sendJson(response, this.failWith, toError(this.failWith));
    if (!found) return sendJson(response, 400, toError(400));
    const name = searchParams.get("name") ?? decodeURIComponent(found[2] ?? "");
    if (request.method === "POST" && found[1]) return this.#upload(request, response, name);
    const bytes = this.objects.get(name);
    if (!bytes) return sendJson(response, 404, toError(404));
    if (request.method === "DELETE") {
      this.objects.delete(name);
      response.writeHead(204).end();
    } else if (searchParams.get("alt") === "media") {
      download(request, response, bytes);
    } else sendJson(response, 200, { kind: "storage#object", name, size: String(bytes.length) });
  }

  /** `uploadType=multipart`: the metadata in JSON, then the object. Nothing is there unless the body ends well. */
  async #upload(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    const boundary = /boundary="?([^";]+)/.exec(request.headers["content-type"] ?? "")?.[1];
    const body = (await buffer(request)).toString("latin1");
    const [, metadata, object] = body.split(`--${boundary}`);
    const { contentType } = JSON.parse(afterHeaders(metadata!));
    const bytes = Buffer.from(afterHeaders(object!), "latin1");
    this.objects.set(name, bytes);
    sendJson(response, 200, { kind: "storage#object", name, contentType, crc32c: checksum(bytes) });
  }
}

const afterHeaders = (part: string) => part.slice(part.indexOf("\r\n\r\n") + 4, -"\r\n".length);
/** What the client compares with its own, after an upload and after a whole download. */
function checksum(bytes: Buffer): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32c(bytes));
  return sum.toString("base64");
}

const toError = (code: number) => ({ error: { code, message: `answered ${code}` } });

function download(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const [start, end] = range
    ? [Number(range[1]), Number(range[2] || bytes.length - 1)]
    : [0, bytes.length - 1];
  const part = bytes.subarray(start, end + 1);
  response.writeHead(range ? 206 : 200, {
    "Content-Type": "application/octet-stream",
    "X-Goog-Hash": `crc32c=${checksum(bytes)}`,
    "Content-Length": part.length,
    ...(range ? { "Content-Range": `bytes ${start}-${end}/${bytes.length}` } : {}),
  });
  response.end(part);
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}
