import { expect, it } from "vitest";
import { isAfter } from "./event-id.ts";

it.each([
  ["e/10-1", "e/10-0", true],
  ["e/10-0", "e/9-9", true],
  ["e/9-9", "e/10-0", false],
  ["e/10-0", "e/10-0", false],
  ["other/1-0", "e/10-0", true],
  ["a/b/2-0", "a/b/1-0", true],
])("%s stands after %s: %s", (id, other, after) => expect(isAfter(id, other)).toBe(after));
