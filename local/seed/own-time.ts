import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";

const RealDate = Date;

/** The time it is for everything in this process, in ms; `stopClock` makes it so. */
export const clock = { now: RealDate.now() };

/** From here on, code that asks for the time gets `clock.now`, so that the past can be played in a minute. */
export function stopClock(): void {
  globalThis.Date = class extends RealDate {
    constructor(...args: [] | [string | number | Date]) {
      if (args.length === 0) super(clock.now);
      else super(...args);
    }
    static override now(): number {
      return clock.now;
    }
  } as DateConstructor;
}

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Makes the ids that storing code draws the same in every run. */
export function drawIdsFrom(random: () => number): void {
  const bytes = (size: number) => Buffer.from(Array.from({ length: size }, () => Math.floor(random() * 256)));
  Object.assign(crypto, { randomBytes: bytes });
  syncBuiltinESMExports();
}
