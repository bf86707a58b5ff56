import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatMessageText, isBigEmoji, plainText, type TextNode } from "./format-message-text.ts";

const text = (value: string): TextNode => ({ kind: "text", text: value });

describe("formatMessageText", () => {
  it.each([
    ["*bold*", [{ kind: "bold", children: [text("bold")] }]],
    ["_a_ b", [{ kind: "italic", children: [text("a")] }, text(" b")]],
    ["~x~.", [{ kind: "strike", children: [text("x")] }, text(".")]],
    ["*_both_*", [{ kind: "bold", children: [{ kind: "italic", children: [text("both")] }] }]],
    ["`*raw*`", [{ kind: "code", text: "*raw*", block: false }]],
    ["```a\nb```", [{ kind: "code", text: "a\nb", block: true }]],
    ["(*مرحبا*)", [text("("), { kind: "bold", children: [text("مرحبا")] }, text(")")]],
  ])("formats %s as WhatsApp does", (input, nodes) => {
    expect(formatMessageText(input)).toEqual(nodes);
  });

  it.each(["2*3*4", "snake_case_name", "* not bold *", "*open", "a ** b", "*over\ntwo lines*", "```", "~ ~"])(
    "leaves %j as it is",
    (input) => expect(formatMessageText(input)).toEqual([text(input)]),
  );

  it("links https addresses only, without the sentence around them", () => {
    expect(formatMessageText("See https://example.com/a?b=1#c.")).toEqual([
      text("See "),
      { kind: "link", text: "https://example.com/a?b=1#c", href: "https://example.com/a?b=1#c" },
      text("."),
    ]);
    const [, link] = formatMessageText("(https://en.wikipedia.org/wiki/Chat_(disambiguation))");
    expect(link).toMatchObject({ text: "https://en.wikipedia.org/wiki/Chat_(disambiguation)" });
    for (const other of ["http://example.com", "javascript:alert(1)", "data:text/html,x", "https://"])
      expect(formatMessageText(other)).toEqual([text(other)]);
  });

  it("loses nothing but marks, whatever comes in", () => {
    const pieces = fc.constantFrom("*", "_", "~", "`", "```", " ", "\n", "a", "ä", "👍", "https://x.y/", ".");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const input = parts.join("");
        const plain = plainText(formatMessageText(input));
        const bare = (value: string) => value.replace(/[*_~`]/g, "");
        expect(bare(plain)).toBe(bare(input));
      }),
    );
  });

  it("stays quick on a long run of marks", () => {
    const began = performance.now();
    formatMessageText("*a ".repeat(1365));
    expect(performance.now() - began).toBeLessThan(500);
  });
});

describe("isBigEmoji", () => {
  it.each(["🎉", "👍🏽 ❤️", "👨‍👩‍👧‍👦", "🇧🇷🇩🇪"])("shows %s big", (input) =>
    expect(isBigEmoji(input)).toBe(true),
  );
  it.each(["ok 👍", "", "1", "🎉🎉🎉🎉", "#"])("shows %j as text", (input) =>
    expect(isBigEmoji(input)).toBe(false),
  );
});
