import * as v from "valibot";
import { isErrorCode } from "./graph/error-codes.ts";

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** What can be made to go wrong. Shares are from 0 (never) to 1 (always). */
export const chaosSettings = v.strictObject({
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
  /** Sends and uploads that are lost on their way here. */
  lose_request: share,
  /** Sends that are never answered, taken or not, over a connection that stays open. */
  no_answer: share,
  /** The longest that a send takes, in ms, about half of it before it is accepted. */
  slow: v.pipe(v.number(), v.minValue(0), v.maxValue(60_000)),
  /** Every 24-hour window is closed. */
  window_closed: v.boolean(),
  /** Every access token has expired (190). */
  refuse_token: v.boolean(),
  /** Sends a second that each number may make (130429); null: any. */
  rate_limit: v.nullable(v.pipe(v.number(), v.minValue(0))),
  /** The same seed makes the same things go wrong. */
  seed: v.pipe(v.number(), v.integer()),
});
export type ChaosSettings = v.InferOutput<typeof chaosSettings>;

/** Nothing goes wrong. */
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
  no_answer: 0,
  slow: 0,
  window_closed: false,
  refuse_token: false,
  rate_limit: null,
  seed: 1,
};
