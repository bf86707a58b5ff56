import type { Timestamp } from "./value.ts";

/** A point in time as a whole number of microseconds since 1970: Firestore's own precision. */
export type Micros = number;

/** Returns the timestamp in microseconds; nanoseconds below that are cut off. */
export function toMicros(timestamp: Timestamp): Micros {
  return Number(timestamp.seconds ?? 0) * 1_000_000 + Math.floor((timestamp.nanos ?? 0) / 1000);
}

export function toTimestamp(micros: Micros): Timestamp {
  const seconds = Math.floor(micros / 1_000_000);
  return { seconds: String(seconds), nanos: (micros - seconds * 1_000_000) * 1000 };
}

export function compareTimestamps(left: Timestamp, right: Timestamp): number {
  return Number(left.seconds ?? 0) - Number(right.seconds ?? 0) || (left.nanos ?? 0) - (right.nanos ?? 0);
}

/** The database's clock. No two commits share a time, and none has a time that was already read at. */
export class Clock {
  #latest: Micros = 0;

  /** A time to read at: everything committed so far has happened, nothing later ever will have. */
  now(): Micros {
    this.#latest = Math.max(this.#latest, Date.now() * 1000);
    return this.#latest;
  }

  /** A time to commit at, later than all times given out before. */
  next(): Micros {
    this.#latest = Math.max(this.#latest + 1, Date.now() * 1000);
    return this.#latest;
  }
}
