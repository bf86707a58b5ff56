import { RedisError } from "./reply.ts";
import type { SortedSet } from "./sorted-set.ts";
import type { Stream } from "./stream.ts";

export interface ValueTypes {
  string: string;
  hash: Map<string, string>;
  set: Set<string>;
  zset: SortedSet;
  stream: Stream;
}
export type TypeName = keyof ValueTypes;
export type Value = { [T in TypeName]: { type: T; value: ValueTypes[T] } }[TypeName];

/** Somebody who wants to know that a key changed: WATCH. */
export interface Watcher {
  keyChanged(): void;
}

/** The keys of one SELECTable database, with their expiry times (ms since 1970). */
export class Database {
  readonly #values = new Map<string, Value>();
  readonly #expiries = new Map<string, number>();
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #now: () => number;
  #sweep: Iterator<[string, number]> | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  get size(): number {
    return this.#values.size;
  }

  /** The names of all keys that haven't expired. */
  keys(): string[] {
    return [...this.#values.keys()].filter((key) => !this.#hasExpired(key));
  }

  /** The value of a key, or undefined. An expired key is deleted on the way. */
  find(key: string): Value | undefined {
    if (this.#hasExpired(key)) this.delete(key);
    return this.#values.get(key);
  }

  /** The value of a key that must have this type; throws WRONGTYPE. */
  read<T extends TypeName>(key: string, type: T): ValueTypes[T] | undefined {
    const found = this.find(key);
    if (!found) return undefined;
    if (found.type !== type) {
      throw new RedisError("WRONGTYPE Operation against a key holding the wrong kind of value");
    }
    return found.value as ValueTypes[T];
  }

  /** Sets a value, and with it no expiry unless `keepTtl`. */
  write(key: string, value: Value, { keepTtl = false } = {}): void {
    this.#values.set(key, value);
    if (!keepTtl) this.#expiries.delete(key);
    this.changed(key);
  }

  delete(key: string): boolean {
    this.#expiries.delete(key);
    const existed = this.#values.delete(key);
    if (existed) this.changed(key);
    return existed;
  }

  clear(): void {
    for (const key of [...this.#values.keys()]) this.delete(key);
  }

  expiry(key: string): number | undefined {
    return this.#expiries.get(key);
  }

  /** Sets or (undefined) removes when an existing key expires; a time in the past deletes it. */
  setExpiry(key: string, time: number | undefined): void {
    if (time === undefined) this.#expiries.delete(key);
    else if (time <= this.#now()) this.delete(key);
    else this.#expiries.set(key, time);
    this.changed(key);
  }

  /** To be called after a value was changed in place; an emptied collection is no key any more. */
  changedInPlace(key: string): void {
    const found = this.#values.get(key);
    const emptied = found && found.type !== "string" && found.type !== "stream" && found.value.size === 0;
    if (emptied) this.delete(key);
    else this.changed(key);
  }

  changed(key: string): void {
    for (const watcher of this.#watchers.get(key) ?? []) watcher.keyChanged();
  }

  watch(key: string, watcher: Watcher): void {
    const watchers = this.#watchers.get(key) ?? new Set();
    this.#watchers.set(key, watchers.add(watcher));
  }

  unwatch(key: string, watcher: Watcher): void {
    const watchers = this.#watchers.get(key);
    watchers?.delete(watcher);
    if (watchers?.size === 0) this.#watchers.delete(key);
  }

  /** Deletes expired keys nobody asked for, a bounded number at a time. */
  sweepExpired(limit = 1_000): void {
    this.#sweep ??= this.#expiries.entries();
    for (let count = 0; count < limit; count++) {
      const next = this.#sweep.next();
      if (next.done) {
        this.#sweep = undefined;
        return;
      }
      if (next.value[1] <= this.#now()) this.delete(next.value[0]);
    }
  }

  #hasExpired(key: string): boolean {
    const expiry = this.#expiries.get(key);
    return expiry !== undefined && expiry <= this.#now();
  }
}
