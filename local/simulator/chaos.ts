import { createHash } from "node:crypto";
import { EventEmitter } from "node:events";
import * as v from "valibot";
import { isErrorCode } from "./graph/error-codes.ts";

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** What can be made to go wrong. Shares are from 0 (never) to 1 (always). */
const settings = v.strictObject({
  /** Webhooks that come twice. */
  duplicate: share,
  /** Webhooks come in another order. */
  shuffle: v.boolean(),
  /** Several webhooks come as one. */
  batch: v.boolean(),
  /** The longest that a webhook is late, in ms. */
  delay: v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)),
  /** `delivered` statuses that never come. */
  drop_delivered: share,
  /** Sends that end with this error … */
  error_code: v.nullable(
    v.pipe(
      v.number(),
      v.check((code) => isErrorCode(code), "is no code that Meta documents"),
    ),
  ),
  error_share: share,
  /** … as the answer, or, once it was accepted, as a `failed` status. */
  error_by: v.picklist(["answer", "status"]),
  /** Sends that are accepted, but whose answer is lost. */
  lose_answer: share,
  /** Sends that are lost on their way here. */
  lose_request: share,
  /** Every 24-hour window is closed. */
  window_closed: v.boolean(),
  /** Every access token has expired (190). */
  refuse_token: v.boolean(),
  /** Sends a second that each number may make (130429); null: any. */
  rate_limit: v.nullable(v.pipe(v.number(), v.minValue(0))),
  /** The same seed makes the same things go wrong. */
  seed: v.pipe(v.number(), v.integer()),
});
export type ChaosSettings = v.InferOutput<typeof settings>;

export const CALM: ChaosSettings = {
  duplicate: 0,
  shuffle: false,
  batch: false,
  delay: 0,
  drop_delivered: 0,
  error_code: null,
  error_share: 1,
  error_by: "answer",
  lose_answer: 0,
  lose_request: 0,
  window_closed: false,
  refuse_token: false,
  rate_limit: null,
  seed: 1,
};

/** What goes wrong, decided by one generator. Emits `change`. */
export class Chaos extends EventEmitter<{ change: [ChaosSettings] }> {
  #settings = CALM;
  readonly #drawn = new Map<string, number>();

  constructor(change: Partial<ChaosSettings> = {}) {
    super();
    this.set(change);
  }

  get settings(): ChaosSettings {
    return this.#settings;
  }

  /** Throws a RangeError with a sentence where a setting makes no sense; then nothing changes. */
  set(change: unknown): ChaosSettings {
    const result = v.safeParse(settings, { ...this.#settings, ...(change as object) });
    if (!result.success) {
      const [issue] = result.issues;
      throw new RangeError(`Chaos: ${v.getDotPath(issue) ?? "the settings"}: ${issue.message}`);
    }
    if (result.output.seed !== this.#settings.seed) this.#drawn.clear();
    this.#settings = result.output;
    this.emit("change", this.#settings);
    return this.#settings;
  }

  calm(): ChaosSettings {
    return this.set({ ...CALM, seed: this.#settings.seed });
  }

  /** True for that share of the calls with this name. */
  chance(probability: number, name: string): boolean {
    return probability > 0 && this.random(name) < probability;
  }

  /**
   * The next number in [0, 1) under this name. Each name (a chat's duplicates, say) has numbers of its own, so that
   * they come out the same however chats interleave.
   */
  random(name: string): number {
    const nth = this.#drawn.get(name) ?? 0;
    this.#drawn.set(name, nth + 1);
    const hash = createHash("sha256").update(`${this.#settings.seed}/${name}/${nth}`).digest();
    return hash.readUInt32BE() / 2 ** 32;
  }
}

/** Reads a flag: `duplicate=0.3,shuffle,delay=500`. Throws a RangeError where it makes no sense. */
export function parseChaos(flag: string): Partial<ChaosSettings> {
  const pairs = flag.split(",").filter(Boolean);
  const change = Object.fromEntries(
    pairs.map((pair) => {
      const [name = "", value] = pair.trim().split("=");
      return [name, value === undefined ? true : parseValue(value)];
    }),
  );
  return new Chaos(change) && change;
}

function parseValue(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
