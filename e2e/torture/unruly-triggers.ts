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
  readonly #random: Random;
  #underway = 0;

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
      for (let copies = this.#random.chance(0.33) ? 2 : 1; copies > 0; copies--)
        void this.#deliver(run, event);
    });
  }

  /** Deliveries on their way. */
  get underway(): number {
    return this.#underway;
  }

  async #deliver(run: Deployed, event: unknown): Promise<void> {
    this.#underway++;
    for (let delay = this.#random.between(0, MAX_DELAY); ; delay = RETRY) {
      await wait(delay);
      const done = await Promise.resolve(run(event)).then(
        () => true,
        () => false,
      );
      if (done) break;
    }
    this.#underway--;
  }
}
