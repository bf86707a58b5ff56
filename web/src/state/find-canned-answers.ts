import type { CannedAnswer } from "@live-chat/contract/canned-answers.ts";

/** What was typed after the slash, while a message consists of nothing else; null otherwise. */
export function typedShortcut(text: string): string | null {
  return /^\/[\p{L}\p{M}\p{N}_-]*$/u.test(text) ? text.slice(1).toLowerCase() : null;
}

/** Those whose shortcut begins so, before those that have it anywhere in shortcut or text. */
export function findCannedAnswers(answers: readonly CannedAnswer[], typed: string, most = 6): CannedAnswer[] {
  const begins = answers.filter(({ shortcut }) => shortcut.startsWith(typed));
  const contains = answers.filter(
    (answer) => !begins.includes(answer) && `${answer.shortcut} ${answer.text}`.toLowerCase().includes(typed),
  );
  return [...begins, ...contains].slice(0, most);
}
