import { ProblemResponse, Unreachable } from "../api/client.ts";
import type { Words } from "../language/english.ts";
import { Hint } from "./hint.ts";

/** What to tell an agent about a failure: in their language where we have the words, else as the server said it. */
export function problemText(failure: Error, words: Words): string {
  if (failure instanceof Unreachable) return words.problems.unreachable ?? failure.message;
  if (failure instanceof ProblemResponse) return words.problems[failure.code] ?? failure.message;
  if (failure instanceof Hint) return words.hints[failure.reason];
  return words.somethingWrong;
}
