/**
 * Lets those who want the same thing have it one after the other. A turn that lasts too long ends by itself:
 * whoever took it may go on, but the next one doesn't wait any more. So turns spare conflicts, they don't
 * prevent them.
 */
export class Turns<Owner> {
  readonly #longest: number;
  readonly #queues = new Map<string, Waiting<Owner>[]>();

  /** `longest`: milliseconds a turn lasts at most. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Resolves when it's `owner`'s turn; at once if it is already or nobody has it. */
  take(thing: string, owner: Owner): Promise<void> {
    const queue = this.#queues.get(thing) ?? [];
    const already = queue.find((waiting) => waiting.owner === owner);
    if (already) return already.begun.promise;
    const waiting: Waiting<Owner> = { owner, begun: Promise.withResolvers(), timer: undefined };
    queue.push(waiting);
    this.#queues.set(thing, queue);
    if (queue.length === 1) this.#begin(thing, waiting);
    return waiting.begun.promise;
  }

  /** Ends `owner`'s turn, or its wait for one. */
  end(thing: string, owner: Owner): void {
    const queue = this.#queues.get(thing) ?? [];
    const place = queue.findIndex((waiting) => waiting.owner === owner);
    if (place === -1) return;
    const [ended] = queue.splice(place, 1);
    clearTimeout(ended!.timer);
    ended!.begun.resolve();
    if (queue.length === 0) this.#queues.delete(thing);
    else if (place === 0) this.#begin(thing, queue[0]!);
  }

  #begin(thing: string, waiting: Waiting<Owner>): void {
    waiting.timer = setTimeout(() => this.end(thing, waiting.owner), this.#longest);
    waiting.timer.unref();
    waiting.begun.resolve();
  }
}

type Waiting<Owner> = {
  owner: Owner;
  begun: PromiseWithResolvers<void>;
  timer: NodeJS.Timeout | undefined;
};
