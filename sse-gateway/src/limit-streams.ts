import { ProblemError } from "./problem.ts";

/** Counts what is open per key and refuses more than `most`; 0 is no limit. */
export class StreamLimit {
  readonly #most: number;
  readonly #per: string;
  readonly #open = new Map<string, number>();

  /** `per` names the key in the answer: "agent", "address". */
  constructor(per: string, most: number) {
    this.#per = per;
    this.#most = most;
  }

  /** Throws ProblemError (429) when the key has all it may have. */
  take(key: string): void {
    const open = this.#open.get(key) ?? 0;
    if (this.#most > 0 && open >= this.#most) {
      const detail = `at most ${this.#most} streams per ${this.#per}`;
      throw new ProblemError("too_many_requests", detail, { retryAfter: 10 });
    }
    this.#open.set(key, open + 1);
  }

  release(key: string): void {
    const open = this.#open.get(key) ?? 0;
    if (open > 1) this.#open.set(key, open - 1);
    else this.#open.delete(key);
  }
}
