/** How many later deliveries may overtake one. */
const MAX_OVERTAKEN = 4;
/** Without any new delivery for this long, nothing is held back any more. */
const QUIET_MS = 20;

interface Held<T> {
  due: number;
  event: T;
}

/**
 * Hands every event on twice and out of order, as at-least-once delivery may. The order depends on the seed and
 * on the order in which events come in, not on the clock, so that a failure it provokes can be provoked again.
 */
export class Chaos<T> {
  readonly #release: (event: T) => void;
  readonly #random: () => number;
  #held: Held<T>[] = [];
  #count = 0;
  #quiet: NodeJS.Timeout | undefined;

  constructor(seed: number, release: (event: T) => void) {
    this.#release = release;
    this.#random = seededRandom(seed);
  }

  add(event: T): void {
    for (let copy = 0; copy < 2; copy++) {
      this.#held.push({ due: this.#count + this.#random() * MAX_OVERTAKEN, event });
    }
    this.#releaseUntil(this.#count++);
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.flush(), QUIET_MS);
  }

  /** Hands on whatever is still held back. */
  flush(): void {
    clearTimeout(this.#quiet);
    this.#releaseUntil(Number.POSITIVE_INFINITY);
  }

  stop(): void {
    clearTimeout(this.#quiet);
    this.#held = [];
  }

  #releaseUntil(now: number): void {
    const due = this.#held.filter((held) => held.due <= now).sort((a, b) => a.due - b.due);
    this.#held = this.#held.filter((held) => held.due > now);
    for (const { event } of due) this.#release(event);
  }
}

/** Returns numbers in [0, 1) that look random and are the same for the same seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
