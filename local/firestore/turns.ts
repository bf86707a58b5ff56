/**
 * Lets those who want the same thing have it one after the other. A turn that lasts too long ends by itself:
 * whoever took it may go on, but the next one doesn't wait any more. So turns spare conflicts, they don't
 * prevent them.
 */
export class Turns<Owner> {
  readonly #longest: number;
  /** Who wants what; the first has it. */
  readonly #queues = new Map<string, Turn<Owner>[]>();
  readonly #waitingFor = new Map<Owner, string>();

  /** `longest`: milliseconds a turn lasts at most. */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Resolves when it's `owner`'s turn; at once, without one, if waiting for it could only end in a standstill. */
  async take(thing: string, owner: Owner): Promise<void> {
    const queue = this.#queues.get(thing) ?? [];
    if (queue.some((turn) => turn.owner === owner) || this.#isCircular(thing, owner)) return;
    const turn: Turn<Owner> = { owner, begun: Promise.withResolvers(), timer: undefined };
    this.#queues.set(thing, queue);
    queue.push(turn);
    if (queue.length === 1) this.#begin(thing, turn);
    else this.#waitingFor.set(owner, thing);
    await turn.begun.promise;
  }

  /** Ends `owner`'s turn, or its wait for one. */
  end(thing: string, owner: Owner): void {
    const queue = this.#queues.get(thing) ?? [];
    const place = queue.findIndex((turn) => turn.owner === owner);
    if (place === -1) return;
    const [ended] = queue.splice(place, 1);
    clearTimeout(ended!.timer);
    this.#letGoOn(ended!);
    if (queue.length === 0) this.#queues.delete(thing);
    else if (place === 0) this.#begin(thing, queue[0]!);
  }

  #begin(thing: string, turn: Turn<Owner>): void {
    turn.timer = setTimeout(() => this.end(thing, turn.owner), this.#longest);
    turn.timer.unref();
    this.#letGoOn(turn);
  }

  #letGoOn({ owner, begun }: Turn<Owner>): void {
    this.#waitingFor.delete(owner);
    begun.resolve();
  }

  /** Whether the one who has the thing waits, directly or through others, for something `owner` has. */
  #isCircular(thing: string, owner: Owner): boolean {
    let wanted: string | undefined = thing;
    const seen = new Set<string>();
    while (wanted !== undefined && !seen.has(wanted)) {
      seen.add(wanted);
      const holder: Owner | undefined = this.#queues.get(wanted)?.[0]?.owner;
      if (holder === owner) return true;
      wanted = holder && this.#waitingFor.get(holder);
    }
    return false;
  }
}

type Turn<Owner> = {
  owner: Owner;
  begun: PromiseWithResolvers<void>;
  timer: NodeJS.Timeout | undefined;
};
