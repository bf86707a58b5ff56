export interface Scored {
  member: string;
  score: number;
}

/** Members with scores, kept in Redis's order: by score, then by the member's bytes. */
export class SortedSet {
  readonly #scores = new Map<string, number>();
  readonly #ordered: Scored[] = [];

  get size(): number {
    return this.#ordered.length;
  }

  /** All in ascending order. Not a copy: don't change it, nor the set while walking over it. */
  get ordered(): readonly Scored[] {
    return this.#ordered;
  }

  score(member: string): number | undefined {
    return this.#scores.get(member);
  }

  set(member: string, score: number): void {
    this.delete(member);
    this.#scores.set(member, score);
    this.#ordered.splice(this.#position(member, score), 0, { member, score });
  }

  delete(member: string): boolean {
    const score = this.#scores.get(member);
    if (score === undefined) return false;
    this.#scores.delete(member);
    this.#ordered.splice(this.#position(member, score), 1);
    return true;
  }

  /** Binary search: where this pair stands or would stand. */
  #position(member: string, score: number): number {
    let low = 0;
    let high = this.#ordered.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#ordered[middle]!;
      const before = other.score < score || (other.score === score && other.member < member);
      if (before) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
