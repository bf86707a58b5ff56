import { createHash } from "node:crypto";
import { EventEmitter } from "node:events";
import * as v from "valibot";
import { CALM, type ChaosSettings, chaosSettings } from "./chaos-settings.ts";

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
    const result = v.safeParse(chaosSettings, { ...this.#settings, ...(change as object) });
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
