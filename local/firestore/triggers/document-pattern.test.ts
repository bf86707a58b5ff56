import { describe, expect, test } from "vitest";
import { compileDocumentPattern, exactDocument } from "./document-pattern.ts";

describe("a document pattern", () => {
  test.each([
    ["users/{id}", "users/ada", true],
    ["users/{id}", "users/ada/messages/1", false],
    ["users/{id}", "teams/ada", false],
    ["/users/{id}/", "users/ada", true],
    ["users/{id=*}", "users/ada", true],
    ["conversations/{c}/messages/{m}", "conversations/1/messages/2", true],
    ["conversations/{c}/messages/{m}", "conversations/1", false],
    ["conversations/{c}/messages/{m}", "conversations/1/notes/2", false],
    ["users/*", "users/ada", true],
    ["users/a*a", "users/ada", true],
    ["users/a*a", "users/bob", false],
    ["users/a.a", "users/ada", false],
    ["users/(a)", "users/(a)", true],
    ["{path=**}", "users/ada/messages/1", true],
    ["users/**", "users/ada/messages/1", true],
    ["users/{path=**}/messages/{m}", "users/1/a/2/messages/3", true],
    ["users/{path=**}/messages/{m}", "users/1/a/2/notes/3", false],
    ["users/{id}", "users/zeile\nzwei", true],
  ])("%s on %s: %s", (pattern, path, expected) => {
    expect(compileDocumentPattern(pattern)(path)).toBe(expected);
  });

  test.each(["", "users", "users/{id}/messages", "users/{a}{b}", "users/{", "users/a**"])(
    "%s is refused",
    (pattern) => expect(() => compileDocumentPattern(pattern)).toThrow(RangeError),
  );
});

test("an exact document matches itself only, wildcards included", () => {
  const matches = exactDocument("/users/{id}");
  expect(matches("users/{id}")).toBe(true);
  expect(matches("users/ada")).toBe(false);
});
