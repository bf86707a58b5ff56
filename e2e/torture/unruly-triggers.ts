import { setTimeout as wait } from "node:timers/promises";
import type { Triggers } from "@live-chat/local/firestore/triggers/triggers.ts";
import type { Random } from "./random.ts";

/** The most that one delivery is held back, in ms: others overtake it. */
const MAX_DELAY = 150;
/** ms before a delivery that failed is repeated. */
const RETRY = 300;

type Deployed = (event: unknown) => unknown;

/**
 * Triggers at their worst: everything at least once, a third of it twice, in no order, and again until it worked.
 * Many at a time, as in the cloud.
 */
export class UnrulyTriggers {
  /** What happened here, by name. */
  readonly counts = new Map<string, number>();
  readonly #random: Random;
  #underway = 0;
  /** Numbers the events; the highest that was delivered so far. */
  #last = 0;
  #highest = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  listen(
    triggers: Triggers,
    project: string,
    kind: "created" | "updated",
    document: string,
    run: Deployed,
  ): void {
    triggers.listen(project, kind, document, (event) => {
      const number = ++this.#last;
      void this.#deliver(run, event, number);
      if (!this.#random.chance(0.33)) return;
      this.#count("triggers delivered twice");
      void this.#deliver(run, event, number);
    });
  }

  /** Deliveries on their way. */
  get underway(): number {
    return this.#underway;
  }

  async #deliver(run: Deployed, event: unknown, number: number): Promise<void> {
    this.#underway++;
    for (let delay = this.#random.between(0, MAX_DELAY); ; delay = RETRY) {
      await wait(delay);
      if (number < this.#highest) this.#count("triggers overtaken");
      this.#highest = Math.max(this.#highest, number);
      const done = await Promise.resolve(run(event)).then(
        () => true,
        () => false,
      );
      if (done) break;
      this.#count("triggers failed, and repeated");
    }
    this.#underway--;
  }

  #count(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}
