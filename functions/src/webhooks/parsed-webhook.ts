import type { ChannelName } from "@live-chat/contract/common.ts";
import * as v from "valibot";
import type { CustomerKey, InboundChange } from "../messages/inbound-change.ts";
import { toInputError } from "../parse-input.ts";
import { type InputError, ProblemError } from "../problem.ts";

/** One thing a webhook said: about whom, and what. */
export type ParsedItem = { index: number; customer: CustomerKey; change: InboundChange };

/** One thing that is not as it should be; `raw` is what came, the pointers are into that. */
export type RejectedItem = { index: number; raw: unknown; errors: InputError[] };

/** What a webhook's body says, in order. `index` counts its items, the good and the bad. */
export type ParsedWebhook = { items: ParsedItem[]; rejected: RejectedItem[] };

/** Characters of JSON that one item may have: what is made of it must fit a Firestore document. */
const MAX_ITEM_LENGTH = 200_000;

/** Things that one webhook may say; Meta puts up to 1,000 together. */
const MAX_ITEMS = 10_000;

/** Collects what one webhook says. Throws `too_large` if it never ends. */
export class ParsedItems implements ParsedWebhook {
  readonly items: ParsedItem[] = [];
  readonly rejected: RejectedItem[] = [];
  readonly #channel: ChannelName;

  constructor(channel: ChannelName) {
    this.#channel = channel;
  }

  #nextIndex(): number {
    const index = this.items.length + this.rejected.length;
    if (index >= MAX_ITEMS) throw new ProblemError("too_large", `at most ${MAX_ITEMS} items`);
    return index;
  }

  /** Returns `raw` as the schema's type, or null after having rejected it. */
  check<S extends v.GenericSchema>(schema: S, raw: unknown): v.InferOutput<S> | null {
    const result = v.safeParse(schema, raw);
    if (result.success) return result.output;
    this.reject(raw, result.issues.slice(0, 10).map(toInputError));
    return null;
  }

  /** The same, for something that is to be stored. */
  checkItem<S extends v.GenericSchema>(schema: S, raw: unknown): v.InferOutput<S> | null {
    if (JSON.stringify(raw).length <= MAX_ITEM_LENGTH) return this.check(schema, raw);
    this.reject(raw, [{ pointer: "", detail: `should have at most ${MAX_ITEM_LENGTH} characters` }]);
    return null;
  }

  add(account: string, ids: string[], change: InboundChange): void {
    this.items.push({ index: this.#nextIndex(), customer: { channel: this.#channel, account, ids }, change });
  }

  reject(raw: unknown, errors: InputError[]): void {
    this.rejected.push({ index: this.#nextIndex(), raw, errors });
  }
}
