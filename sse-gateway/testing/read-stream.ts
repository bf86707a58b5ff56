import { type ClientRequest, get, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";

// biome-ignore lint/suspicious/noExplicitAny: tests look into every event's data
export type StreamEvent = { id: string | null; event: string; data: Record<string, any>; raw: string };

/** A client that keeps a record of what it got. */
export class StreamReader {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly events: StreamEvent[] = [];
  /** ms, as the stream said last */
  retry: number | null = null;
  /** Resolves to true if the stream ended as HTTP says it should, false if it broke. */
  readonly ended: Promise<boolean>;
  readonly response: IncomingMessage;
  #rest = "";
  #watchers = new Set<() => void>();
  #isOver = false;

  constructor(response: IncomingMessage) {
    this.response = response;
    this.status = response.statusCode ?? 0;
    this.headers = response.headers;
    response.setEncoding("utf8");
    response.on("data", (text: string) => this.#read(text));
    response.on("error", () => {});
    this.ended = new Promise((resolve) => {
      response.on("close", () => {
        this.#isOver = true;
        resolve(response.complete);
        this.#notify();
      });
    });
  }

  get lastEventId(): string | null {
    return this.events.findLast(({ id }) => id !== null)?.id ?? null;
  }

  named(event: string): StreamEvent[] {
    return this.events.filter((each) => each.event === event);
  }

  /** Resolves to the first event that fits, already here or still to come; rejects if the stream ends before. */
  async find(fits: (event: StreamEvent) => boolean): Promise<StreamEvent> {
    await this.until(() => this.events.some(fits));
    return this.events.find(fits)!;
  }

  async until(holds: () => boolean): Promise<void> {
    if (holds()) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const watcher = () => {
      if (holds()) resolve();
      else if (this.#isOver) reject(new Error(`the stream ended after ${this.events.length} events`));
    };
    this.#watchers.add(watcher);
    watcher();
    await promise.finally(() => this.#watchers.delete(watcher));
  }

  close(): void {
    this.response.destroy();
  }

  #read(text: string): void {
    const frames = (this.#rest + text).split("\n\n");
    this.#rest = frames.pop() ?? "";
    for (const frame of frames) this.#take(frame);
    this.#notify();
  }

  #take(frame: string): void {
    const field = (name: string) =>
      frame
        .split("\n")
        .filter((line) => line.startsWith(`${name}: `))
        .map((line) => line.slice(name.length + 2));
    const [retry] = field("retry");
    if (retry) this.retry = Number(retry);
    const [event] = field("event");
    if (event) {
      const data = JSON.parse(field("data").join("\n"));
      this.events.push({ id: field("id")[0] ?? null, event, data, raw: frame });
    }
  }

  #notify(): void {
    for (const watcher of this.#watchers) watcher();
  }
}

/** Opens `http://127.0.0.1:<port><path>`; resolves when the head of the answer is there. */
export function request(
  port: number,
  path: string,
  headers: OutgoingHttpHeaders = {},
  method = "GET",
): Promise<{ request: ClientRequest; response: IncomingMessage }> {
  const { promise, resolve, reject } = Promise.withResolvers<{
    request: ClientRequest;
    response: IncomingMessage;
  }>();
  const sent = get({ host: "127.0.0.1", port, path, headers, method, agent: false }, (response) =>
    resolve({ request: sent, response }),
  );
  sent.on("error", reject);
  return promise;
}

/** Opens a stream; it may as well be a refusal, see `status`. */
export async function readStream(
  port: number,
  options: {
    token?: string;
    ticket?: string;
    lastEventId?: string | null;
    headers?: OutgoingHttpHeaders;
  } = {},
): Promise<StreamReader> {
  const headers: OutgoingHttpHeaders = { ...options.headers };
  if (options.token) headers.Authorization = `Bearer ${options.token}`;
  if (options.lastEventId) headers["Last-Event-ID"] = options.lastEventId;
  const query = options.ticket ? `?ticket=${options.ticket}` : "";
  const { response } = await request(port, `/api/live-chat/events${query}`, headers);
  return new StreamReader(response);
}

/** Reads an answer to its end. */
export async function readAnswer(response: IncomingMessage): Promise<string> {
  response.setEncoding("utf8");
  let body = "";
  for await (const text of response) body += text;
  return body;
}
