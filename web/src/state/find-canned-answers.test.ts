import { describe, expect, it } from "vitest";
import { findCannedAnswers, typedShortcut } from "./find-canned-answers.ts";

const answer = (shortcut: string, text: string) => ({ id: shortcut, shortcut, text, updated_at: "" });

describe("canned answers", () => {
  it("open with a slash that stands alone at the beginning", () => {
    expect(typedShortcut("/")).toBe("");
    expect(typedShortcut("/Hel")).toBe("hel");
    expect(typedShortcut("/مرحبا")).toBe("مرحبا");
    for (const text of ["", "a/b", "/hello there", "either/or"]) expect(typedShortcut(text)).toBe(null);
  });

  it("are found by the beginning of their shortcut first, then by what they say", () => {
    const answers = [answer("hours", "We open at nine"), answer("open", "Yes!"), answer("bye", "See you")];
    expect(findCannedAnswers(answers, "open").map(({ shortcut }) => shortcut)).toEqual(["open", "hours"]);
    expect(findCannedAnswers(answers, "")).toHaveLength(3);
    expect(findCannedAnswers(answers, "nothing")).toEqual([]);
  });
});
