import type { Words } from "../language/english.ts";

/** Something that can't be done, for a reason that the dashboard knows words for. */
export class Hint extends Error {
  readonly reason: keyof Words["hints"];
  constructor(reason: keyof Words["hints"]) {
    super(reason);
    this.name = "Hint";
    this.reason = reason;
  }
}
