import type { StreamId } from "./stream-id.ts";

export interface StreamEntry {
  id: StreamId;
  /** field, value, field, value … */
  fields: readonly string[];
}

/** As in Redis, entries live in nodes of at most 100 entries or about 4 KB; "~" trims whole nodes only. */
interface Node {
  entries: StreamEntry[];
  /** Entries ever put in, deleted ones too. */
  slots: number;
  bytes: number;
}
const maxNodeSlots = 100;
const maxNodeBytes = 4096;

export interface Trim {
  by: "MAXLEN" | "MINID";
  threshold: bigint;
  approximate: boolean;
  /** At most so many deletions by one approximate trim; 0: no limit. */
  limit: number;
}

export class Stream {
  #nodes: Node[] = [];
  length = 0;
  lastId: StreamId = 0n;
  maxDeletedId: StreamId = 0n;
  entriesAdded = 0;

  get nodeCount(): number {
    return this.#nodes.length;
  }

  get first(): StreamEntry | undefined {
    return this.#nodes[0]?.entries[0];
  }

  get last(): StreamEntry | undefined {
    return this.#nodes.at(-1)?.entries.at(-1);
  }

  /** Appends an entry whose id is beyond `lastId`. */
  append(entry: StreamEntry): void {
    const bytes = entry.fields.reduce((sum, field) => sum + field.length + 4, 8);
    let node = this.#nodes.at(-1);
    if (!node || node.slots >= maxNodeSlots || node.bytes + bytes >= maxNodeBytes) {
      node = { entries: [], slots: 0, bytes: 0 };
      this.#nodes.push(node);
    }
    node.entries.push(entry);
    node.slots += 1;
    node.bytes += bytes;
    this.length += 1;
    this.entriesAdded += 1;
    this.lastId = entry.id;
  }

  /** The entries from `start` to `end`, both included, at most `count`; in reverse, the last ones first. */
  range(
    start: StreamId,
    end: StreamId,
    { count = Number.POSITIVE_INFINITY, reverse = false } = {},
  ): StreamEntry[] {
    const found: StreamEntry[] = [];
    for (const entry of reverse ? this.#backward(end) : this.#forward(start)) {
      if (found.length >= count || (reverse ? entry.id < start : entry.id > end)) break;
      found.push(entry);
    }
    return found;
  }

  *#forward(start: StreamId): Generator<StreamEntry> {
    for (let at = this.#nodeBefore(start); at < this.#nodes.length; at++) {
      for (const entry of this.#nodes[at]!.entries) if (entry.id >= start) yield entry;
    }
  }

  *#backward(end: StreamId): Generator<StreamEntry> {
    for (let at = this.#nodeBefore(end); at >= 0; at--) {
      const entries = this.#nodes[at]?.entries ?? [];
      for (let index = entries.length - 1; index >= 0; index--) {
        if (entries[index]!.id <= end) yield entries[index]!;
      }
    }
  }

  /** Binary search: the last node that starts at or before this id, or the first node. */
  #nodeBefore(id: StreamId): number {
    let low = 0;
    let high = this.#nodes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#nodes[middle]!.entries[0]!.id <= id) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  delete(id: StreamId): boolean {
    const at = this.#nodeBefore(id);
    const node = this.#nodes[at];
    const index = node?.entries.findIndex((entry) => entry.id === id) ?? -1;
    if (!node || index < 0) return false;
    node.entries.splice(index, 1);
    if (node.entries.length === 0) this.#nodes.splice(at, 1);
    this.length -= 1;
    if (id > this.maxDeletedId) this.maxDeletedId = id;
    return true;
  }

  /** Drops the oldest entries; returns how many. */
  trim(trim: Trim): number {
    const before = this.length;
    const maxDeletions = trim.limit > 0 ? trim.limit : Number.POSITIVE_INFINITY;
    for (let node = this.#nodes[0]; node && this.#mayDropWhole(node, trim); node = this.#nodes[0]) {
      if (before - this.length + node.entries.length > maxDeletions) break;
      this.#nodes.shift();
      this.length -= node.entries.length;
    }
    while (!trim.approximate && this.first && this.#isBeyond(this.first, trim)) this.#dropFirst();
    return before - this.length;
  }

  #mayDropWhole(node: Node, { by, threshold }: Trim): boolean {
    if (by === "MAXLEN") return BigInt(this.length - node.entries.length) >= threshold;
    return node.entries.at(-1)!.id < threshold;
  }

  #isBeyond(entry: StreamEntry, { by, threshold }: Trim): boolean {
    return by === "MAXLEN" ? BigInt(this.length) > threshold : entry.id < threshold;
  }

  #dropFirst(): void {
    const node = this.#nodes[0]!;
    node.entries.shift();
    if (node.entries.length === 0) this.#nodes.shift();
    this.length -= 1;
  }
}
