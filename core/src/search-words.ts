import type { Message } from "@live-chat/contract/message.ts";
import { fold } from "./filter-keys.ts";

/** Words that a message is found by, at most: each is an entry in the index. */
const MAX_WORDS = 60;
/** Characters of a word that count. */
const MAX_WORD = 40;

/** Scripts that put no spaces between words: there, every two neighbouring characters make one. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+/u;
const WORDS = new RegExp(
  `(${UNSPACED.source})|[\\p{L}\\p{N}]+?(?=${UNSPACED.source}|[^\\p{L}\\p{N}]|$)`,
  "gu",
);

/** Pure. What a message is found by: the first words of its text and of its files' names. */
export function searchWords({ text, attachments }: Pick<Message, "text" | "attachments">): string[] {
  const names = attachments.map(({ name }) => name ?? "");
  return wordsOf([text ?? "", ...names].join("\n")).slice(0, MAX_WORDS);
}

/** Pure. The different words of a text, folded, in order; in Chinese, Japanese and Korean pairs of characters. */
export function wordsOf(text: string): string[] {
  // Folding takes Korean syllables apart, which are the characters here.
  const words = fold(text).normalize("NFC").matchAll(WORDS);
  return [...new Set([...words].flatMap(([word, unspaced]) => (unspaced ? pairsOf(unspaced) : [cut(word)])))];
}

function pairsOf(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => characters[index]! + character);
}

const cut = (word: string) => [...word].slice(0, MAX_WORD).join("");
