import { get, type IncomingMessage } from "node:http";
import { createParser, type EventSourceMessage } from "eventsource-parser";
import type { LogRecord } from "./log-record.ts";
import type { Random } from "./random.ts";
import { type ChatState, type Copy, digestOf, mergeCopy } from "./truth.ts";

/**
 * What came between two resets: a page that knows everything up to `from`, then everything after, once and in
 * order, or so it should be.
 */
export type Segment = { from: string; page: ChatState; ids: string[] };

type ClientOptions = {
  /** Where the gateways are reached. */
  port: number;
  token: () => string;
  /** What REST would answer at this moment. */
  refetch: () => ChatState;
  record: LogRecord;
  random: Random;
};

/** ms without a byte after which a client gives a connection up: two heartbeats missed. */
const WATCHDOG = 3_500;

/**
 * A dashboard's feed with its own record: one stream at a time, resumed by what it saw last, and a state to which
 * it applies what it gets. It is treated badly by the faults.
 */
export class TortureClient {
  readonly name: string;
  readonly segments: Segment[] = [];
  readonly problems: string[] = [];
  state: ChatState = new Map();
  lastEventId: string | null = null;
  connections = 0;
  /** True while its stream is open and the last heartbeat said that it has everything. */
  isLive = false;
  /** By HTTP status, or "broken", "clean". */
  readonly endings = new Map<string, number>();
  #response: IncomingMessage | null = null;
  #stopped = false;
  #resets = 0;
  #pendingRefetches = 0;
  readonly #options: ClientOptions;

  constructor(name: string, options: ClientOptions) {
    this.name = name;
    this.#options = options;
    void this.#run();
  }

  cut(): void {
    this.#response?.destroy();
  }

  stop(): void {
    this.#stopped = true;
    this.cut();
  }

  get isSettled(): boolean {
    return this.#pendingRefetches === 0;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const ending = await this.#connect().catch(() => "broken");
      this.isLive = false;
      this.endings.set(ending, (this.endings.get(ending) ?? 0) + 1);
      await pause(this.#options.random.between(5, ending === "clean" ? 50 : 250));
    }
  }

  #connect(): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const headers: Record<string, string> = { Authorization: `Bearer ${this.#options.token()}` };
    if (this.lastEventId) headers["Last-Event-ID"] = this.lastEventId;
    const { port } = this.#options;
    const request = get({ host: "127.0.0.1", port, path: "/api/live-chat/events", headers, agent: false });
    request.setTimeout(WATCHDOG, () => request.destroy());
    request.on("error", reject);
    request.on("response", (response) => {
      if (response.statusCode !== 200) {
        response.resume();
        return resolve(String(response.statusCode));
      }
      this.connections++;
      this.#read(response);
      response.on("close", () => resolve(response.complete ? "clean" : "broken"));
    });
    return promise;
  }

  #read(response: IncomingMessage): void {
    this.#response = response;
    const parser = createParser({ onEvent: (event) => this.#tryToTake(event) });
    response.setEncoding("utf8");
    response.on("error", () => {});
    response.on("data", (text: string) => {
      if (!this.#stopped) parser.feed(text);
    });
  }

  #tryToTake(event: EventSourceMessage): void {
    try {
      this.#take(event);
    } catch (error) {
      this.problems.push((error as Error).message);
    }
  }

  #take({ id, event = "", data }: EventSourceMessage): void {
    if (event === "heartbeat") this.#hear(JSON.parse(data));
    if (event === "connected" || event === "heartbeat") return;
    if (!id) throw new Error(`${event} without id`);
    this.lastEventId = id;
    if (event === "conversations") this.#reset(id, data);
    else this.#apply(id, event, data);
  }

  #hear({ head, log }: { head: string | null; log: string }): void {
    this.isLive = log === "ok" && head === this.lastEventId;
  }

  #apply(id: string, event: string, data: string): void {
    const segment = this.segments.at(-1);
    if (!segment) throw new Error(`${event} ${id} before any page`);
    const entry = this.#options.record.note(id, event, data);
    segment.ids.push(entry.id);
    for (const [key, copy] of entry.copies) mergeCopy(this.state, key, copy);
  }

  /** Forgets everything, takes the page, and fetches the rest; the answer may be old when it comes. */
  #reset(id: string, data: string): void {
    const turn = ++this.#resets;
    const page: ChatState = new Map();
    for (const conversation of JSON.parse(data).conversations) {
      const copy: Copy = { version: conversation.version, digest: digestOf(conversation) };
      page.set(conversation.conversation_id, copy);
    }
    this.segments.push({ from: id, page, ids: [] });
    this.state = new Map(page);
    this.#pendingRefetches++;
    const { random, refetch } = this.#options;
    setTimeout(
      () => {
        const fetched = new Map(refetch());
        setTimeout(
          () => {
            this.#pendingRefetches--;
            if (turn !== this.#resets) return;
            for (const [key, copy] of fetched) mergeCopy(this.state, key, copy);
          },
          random.between(0, 200),
        );
      },
      random.between(0, 200),
    );
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
