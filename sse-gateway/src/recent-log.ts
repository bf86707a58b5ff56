import { compareLogIds, type LogEntry, toEventId } from "@live-chat/core/event-log.ts";
import { frameEvent } from "./frame.ts";

/** A little more than Redis keeps, so that whoever can resume there can resume here. */
const MAX_ENTRIES = 12_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** A place in the log: after the entry `head`. */
export type Position = { epoch: string; head: string };

type Recent = { id: string; frame: Buffer };

/**
 * The end of the log in memory, framed: clients resume from here, so a storm of them costs Redis nothing.
 * It knows for each position whether everything after it is still here. That proves continuity, or not.
 */
export class RecentLog {
  epoch = "";
  /** The newest entry's id: the gateway's own cursor. */
  head = "";
  #entries: Recent[] = [];
  /** Number of the first entry; the position `id` stands for "after this entry". */
  #first = 0;
  #positions = new Map<string, number>();
  #bytes = 0;

  /** The newest entry's id as clients know it; null before the log was ever read. */
  get headId(): string | null {
    return this.epoch === "" ? null : toEventId(this.epoch, this.head);
  }

  /** Forgets everything and begins after `base`. */
  open(epoch: string, base: string): void {
    this.epoch = epoch;
    this.head = base;
    this.#first = this.end;
    this.#entries = [];
    this.#bytes = 0;
    this.#positions = new Map([[base, this.#first]]);
  }

  /** Number of the newest entry; numbers only grow, here and in this process only. */
  get end(): number {
    return this.#first + this.#entries.length;
  }

  /** Adds what was read after `head`. */
  append(entries: LogEntry[]): void {
    for (const { id, event, data } of entries) {
      const frame = Buffer.from(frameEvent(event, data, toEventId(this.epoch, id)));
      this.#entries.push({ id, frame });
      this.#positions.set(id, this.end);
      this.#bytes += frame.length;
      this.head = id;
    }
    this.#trim();
  }

  /** Whether everything after this position is here. */
  follows({ epoch, head }: Position): boolean {
    return epoch === this.epoch && this.#positions.has(head);
  }

  /** Whether this position is one that only others have seen so far. */
  isBehind({ epoch, head }: Position): boolean {
    return epoch === this.epoch && compareLogIds(head, this.head) > 0;
  }

  /** Entries after this position, about `maxBytes` of them and at least one if there is one; null if it can't tell. */
  after({ epoch, head }: Position, maxBytes: number): { frames: Buffer[]; last: string } | null {
    const position = this.#positions.get(head);
    if (position === undefined || epoch !== this.epoch) return null;
    const frames = this.since(position, maxBytes);
    if (!frames) return null;
    const last = frames.length > 0 ? this.#entries[position + frames.length - 1 - this.#first]!.id : head;
    return { frames, last };
  }

  /** The same by number: entries after the one with this number. */
  since(number: number, maxBytes: number): Buffer[] | null {
    if (number < this.#first) return null;
    const frames: Buffer[] = [];
    let bytes = 0;
    for (let i = number - this.#first; i < this.#entries.length && bytes < maxBytes; i++) {
      const { frame } = this.#entries[i]!;
      frames.push(frame);
      bytes += frame.length;
    }
    return frames;
  }

  /** Drops a tenth at a time, so that the cost per entry stays small. */
  #trim(): void {
    if (this.#entries.length <= MAX_ENTRIES && this.#bytes <= MAX_BYTES) return;
    const dropped = this.#entries.splice(0, Math.ceil(this.#entries.length / 10));
    this.#first += dropped.length;
    for (const { frame } of dropped) this.#bytes -= frame.length;
    for (const [id, position] of this.#positions) {
      if (position >= this.#first) break;
      this.#positions.delete(id);
    }
    this.#trim();
  }
}
