import * as v from "valibot";
import { id, isoTime } from "./common.ts";
import { MAX_TEXT_LENGTH } from "./rest.ts";

export const MAX_CANNED_ANSWERS = 500;

/** A text that agents write often; `/shortcut` brings it into the composer. */
export const cannedAnswer = v.object({ id, shortcut: v.string(), text: v.string(), updated_at: isoTime });
export type CannedAnswer = v.InferOutput<typeof cannedAnswer>;

/** The whole of it, to make one or to replace one. */
export const cannedAnswerBody = v.strictObject({
  shortcut: v.pipe(
    v.string(),
    v.trim(),
    v.toLowerCase(),
    v.maxLength(32),
    v.regex(/^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}_-]*$/u, "letters, digits, - and _"),
  ),
  text: v.pipe(
    v.string(),
    v.maxLength(MAX_TEXT_LENGTH),
    v.check((text) => text.trim() !== "", "some text"),
  ),
});
export type CannedAnswerBody = v.InferOutput<typeof cannedAnswerBody>;

export const cannedAnswerAnswer = v.object({ canned_answer: cannedAnswer });
/** By shortcut. */
export const cannedAnswersAnswer = v.object({ canned_answers: v.array(cannedAnswer) });
