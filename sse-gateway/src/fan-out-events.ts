import { setFlagsFromString } from "node:v8";
import type { LogEntry } from "@live-chat/core/event-log.ts";
import type { Client } from "./client.ts";
import { type Chunk, toChunk } from "./frame.ts";
import type { RecentLog } from "./recent-log.ts";

/** ms of writing after which everything else gets its turn: reads, new streams, health. */
const SLICE = 2;
/** Bytes that a client gets at one visit. */
const MAX_CHUNK = 256 * 1024;
/** Clients whose sockets are looked at before they are written to; between two stretches the clock is. */
const STRETCH = 96;

// Where V8 has met more than four kinds of object, it looks each property up by name. Node's way from write() to the
// kernel meets more than that: clients, Redis, Auth, the log's pipe, requests that are being read.
setFlagsFromString("--max-valid-polymorphic-map-count=16");

/** Entries that are on their way to everyone, until the round has made so many visits. */
type UnderWay = { entries: LogEntry[]; since: number; until: number };

/**
 * All open streams, and the round: it goes from client to client, and round again, as long as somebody lacks
 * something. Each gets all that came since its last visit as one write, so more events cost hardly more writes,
 * and an event never waits for a round to end before it begins its own. After a pause it goes back the way it came:
 * whoever was visited last is still in the processor's caches.
 */
export class FanOut {
  readonly clients: Client[] = [];
  readonly #recentLog: RecentLog;
  readonly #onDelivered: (entries: LogEntry[], ms: number) => void;
  readonly #onWritten: (events: number, clients: number) => void;
  /** Where the round stands: between two places of the list. */
  #place = 0;
  #forth = false;
  #visits = 0;
  /** Visits until everyone has everything; 0: the round stands still. */
  #toVisit = 0;
  #underWay: UnderWay[] = [];
  /** Kept so that reading ahead isn't optimised away. */
  #read = 0;
  /** What clients who have entry n lack, by n; good while the log's end is `#chunksEnd`. */
  readonly #chunks = new Map<number, { chunk: Chunk; events: number; end: number; clients: number }>();
  #chunksEnd = -1;
  #whenEmpty: (() => void)[] = [];

  /** `onDelivered` hears when everybody got these entries, and how long it took; `onWritten` of joined events. */
  constructor(
    recentLog: RecentLog,
    onDelivered: (entries: LogEntry[], ms: number) => void = () => {},
    onWritten: (events: number, clients: number) => void = () => {},
  ) {
    this.#recentLog = recentLog;
    this.#onDelivered = onDelivered;
    this.#onWritten = onWritten;
  }

  add(client: Client): void {
    client.place = this.clients.push(client) - 1;
  }

  remove(client: Client): void {
    const last = this.clients.pop();
    if (last && last !== client) {
      this.clients[client.place] = last;
      last.place = client.place;
      // It may have come to a place where the round has been.
      if (this.#toVisit > 0) this.#toVisit = this.clients.length;
    }
    if (this.clients.length > 0) return;
    for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }

  async emptied(): Promise<void> {
    if (this.clients.length > 0) await new Promise<void>((resolve) => this.#whenEmpty.push(resolve));
  }

  /** These entries stand in the recent log now: the round brings them to everyone who is live. */
  deliver(entries: LogEntry[]): void {
    const standing = this.#toVisit === 0;
    this.#underWay.push({ entries, since: performance.now(), until: this.#visits + this.clients.length });
    this.#toVisit = this.clients.length;
    if (!standing) return;
    this.#forth = !this.#forth;
    this.#writeSlice();
  }

  /** To everyone who is up to date: for what has no place in the log. */
  tell(chunk: Chunk): void {
    for (const client of this.clients) if (client.live) client.write(chunk);
  }

  /** To these clients, after all that stands in the log by now. */
  broadcast(chunk: Chunk, clients: readonly Client[]): void {
    for (const client of clients) {
      this.#bring(client);
      client.write(chunk);
    }
  }

  readonly #writeSlice = (): void => {
    const end = performance.now() + SLICE;
    do this.#visitStretch();
    while (this.#toVisit > 0 && performance.now() < end);
    this.#tellDelivered();
    if (this.#toVisit > 0) setImmediate(this.#writeSlice);
  };

  /** Brings the next few what they lack. */
  #visitStretch(): void {
    const stretch = this.#nextStretch();
    this.#visits += stretch.length;
    this.#toVisit = Math.max(0, Math.min(this.#toVisit, this.clients.length) - stretch.length);
    this.#read += readAhead(stretch);
    for (const client of stretch) this.#bring(client);
  }

  #nextStretch(): Client[] {
    const { length } = this.clients;
    if (this.#forth) {
      const from = this.#place < length ? this.#place : 0;
      this.#place = Math.min(from + STRETCH, length);
      return this.clients.slice(from, this.#place);
    }
    const to = this.#place > 0 && this.#place < length ? this.#place : length;
    this.#place = Math.max(to - STRETCH, 0);
    return this.clients.slice(this.#place, to).reverse();
  }

  /** What it lacks, if it is live; the others find it in the log when they get there. */
  #bring(client: Client): void {
    if (!client.live || client.seen === this.#recentLog.end) return;
    const lacking = this.#lacking(client.seen);
    if (lacking) {
      client.write(lacking.chunk);
      client.seen = lacking.end;
      lacking.clients++;
      if (lacking.end < this.#recentLog.end) this.#toVisit = this.clients.length;
    } else client.cut("slow");
  }

  #lacking(seen: number) {
    if (this.#chunksEnd !== this.#recentLog.end) this.#forgetChunks();
    const known = this.#chunks.get(seen);
    if (known) return known;
    const frames = this.#recentLog.since(seen, MAX_CHUNK);
    if (!frames) return null;
    const made = { chunk: toChunk(frames), events: frames.length, end: seen + frames.length, clients: 0 };
    this.#chunks.set(seen, made);
    return made;
  }

  #forgetChunks(): void {
    for (const { events, clients } of this.#chunks.values()) this.#onWritten(events, clients);
    this.#chunks.clear();
    this.#chunksEnd = this.#recentLog.end;
  }

  #tellDelivered(): void {
    while (this.#underWay[0] && (this.#toVisit === 0 || this.#underWay[0].until <= this.#visits)) {
      const { entries, since } = this.#underWay.shift()!;
      this.#onDelivered(entries, performance.now() - since);
    }
    if (this.#toVisit === 0) this.#forgetChunks();
  }
}

/**
 * Looks at each client, its socket, and its handle (of which `ref` only reads a flag: it keeps the process alive
 * already; without a handle it waits for one, which a destroyed socket never gets). With thousands of them a write
 * waits for memory more than for anything else of ours; looked at one right after the other, they are fetched at the
 * same time: in a loop for each step, since the next one needs the one before.
 */
function readAhead(clients: readonly Client[]): number {
  let sum = 0;
  for (const { seen } of clients) sum += seen;
  for (const { socket } of clients) sum += socket.writableLength;
  for (const { socket } of clients) socket.ref();
  return sum;
}
