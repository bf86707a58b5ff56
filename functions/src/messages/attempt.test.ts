import { expect, test } from "vitest";
import { parseCallback, toCallback } from "./attempt.ts";

test.each(["abc", "__begins-so", "ends-so__", "-_"])(
  "an attempt with the id %s comes back as it went",
  (id) => {
    const attempt = { conversation_id: id, message_id: id, attempt: 3 };
    expect(parseCallback(toCallback(attempt))).toEqual(attempt);
    const reaction = { conversation_id: id, message_id: id, reaction: 3 };
    expect(parseCallback(toCallback(reaction))).toEqual(reaction);
  },
);

test.each([
  null,
  undefined,
  "",
  "a/b",
  "a/b/c",
  "a/b/1/2",
  "__a__/b/1",
  "a/__b__/1",
  "a/b/1234567",
  "a/b/rr1",
  "a/b/r",
  "ä/b/1",
])("%s is none", (text) => {
  expect(parseCallback(text)).toBe(null);
});
