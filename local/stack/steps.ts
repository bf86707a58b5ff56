export type Say = (line: string) => void;

/** A step that takes longer is announced, in ms. */
const SILENCE = 1_000;

/** The steps of a start: told when they take long, and undone in reverse order. */
export class Steps {
  readonly #say: Say;
  readonly #signal: AbortSignal | undefined;
  readonly #ends: (() => unknown)[] = [];
  #undone = false;

  constructor(say: Say, signal?: AbortSignal) {
    this.#say = say;
    this.#signal = signal;
  }

  /** Does `work`. If its result has a `stop`, that undoes it: later, or at once if all was undone meanwhile. */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.#signal?.throwIfAborted();
    const it = await this.#tell(name, work());
    if (canStop(it)) await this.onUndo(() => it.stop());
    this.#signal?.throwIfAborted();
    return it;
  }

  async onUndo(end: () => unknown): Promise<void> {
    if (this.#undone) await end();
    else this.#ends.push(end);
  }

  /** Never throws: what can't be ended is told. */
  async undo(): Promise<void> {
    this.#undone = true;
    for (let end = this.#ends.pop(); end; end = this.#ends.pop()) {
      try {
        await end();
      } catch (error) {
        this.#say(`While stopping: ${error instanceof Error ? error.message : error}`);
      }
    }
  }

  async #tell<T>(name: string, work: Promise<T>): Promise<T> {
    const began = performance.now();
    let announced = false;
    const timer = setTimeout(() => {
      announced = true;
      this.#say(`  ${name} …`);
    }, SILENCE);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      if (announced) this.#say(`  ${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    }
  }
}

function canStop(it: unknown): it is { stop(): unknown } {
  return typeof it === "object" && it !== null && "stop" in it && typeof it.stop === "function";
}

/** Like Promise.all, but when one fails the others have come to an end, too, before it throws. */
export async function together<T extends readonly unknown[]>(
  works: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
