import * as v from "valibot";

/** By `""` a reaction is taken back. */
export const reactionBody = v.strictObject({
  emoji: v.pipe(
    v.string(),
    v.maxLength(64),
    v.transform(toEmoji),
    v.check((text) => text === "" || isEmoji(text), "one emoji, or empty to take it back"),
  ),
});

/** Many keyboards leave out what says that a heart is an emoji, not a letter. */
function toEmoji(text: string): string {
  return text !== "" && !isEmoji(text) && isEmoji(`${text}\uFE0F`) ? `${text}\uFE0F` : text;
}

/** Written so that only those who ask need a browser that knows this set. */
const isEmoji = (text: string) => /^\p{RGI_Emoji}$/v.test(text);
