/** Counts sends per number and second. */
export class RateLimit {
  readonly #now: () => number;
  readonly #seconds = new Map<string, { second: number; count: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** False where this number has had its sends of this second; `most` null: never. */
  take(number: string, most: number | null): boolean {
    if (most === null) return true;
    const second = Math.floor(this.#now() / 1000);
    const last = this.#seconds.get(number);
    const count = last?.second === second ? last.count + 1 : 1;
    this.#seconds.set(number, { second, count });
    return count <= most;
  }
}
