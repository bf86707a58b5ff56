import { describe, expect, it } from "vitest";
import { anchorAt, ESTIMATED_HEIGHT, windowAround } from "./thread-window.ts";

const rows = Array.from({ length: 50_000 }, (_, index) => ({ key: `r${index}`, kind: "message" }));
const none = new Map<string, number>();

describe("windowAround", () => {
  it("renders the end when the reader is there, and nothing far away", () => {
    const shown = windowAround(rows, none, "end", 800);
    expect(shown.end).toBe(50_000);
    expect(shown.end - shown.first).toBeLessThan(50);
    expect(shown.below).toBe(0);
    expect(shown.above).toBe(shown.first * ESTIMATED_HEIGHT);
  });

  it("covers the view around the reader's row, in both directions", () => {
    const shown = windowAround(rows, none, { key: "r25000", offset: 100 }, 800);
    const top = shown.above - 25_000 * ESTIMATED_HEIGHT + 100;
    const bottom = top + (shown.end - shown.first) * ESTIMATED_HEIGHT;
    expect(top).toBeLessThanOrEqual(0);
    expect(bottom).toBeGreaterThanOrEqual(800);
  });

  it("counts with what was measured", () => {
    const high = new Map([["r0", 1000]]);
    expect(windowAround(rows, high, "end", 800).above).toBe(
      windowAround(rows, none, "end", 800).above + 1000 - ESTIMATED_HEIGHT,
    );
  });

  it("falls back to the end when the reader's row is gone", () => {
    expect(windowAround(rows, none, { key: "gone", offset: 0 }, 800).end).toBe(50_000);
  });
});

describe("anchorAt", () => {
  it("finds the row under a dragged scrollbar", () => {
    expect(anchorAt(rows, none, 10 * ESTIMATED_HEIGHT + 5)).toEqual({ key: "r10", offset: -5 });
    expect(anchorAt(rows, none, 1e9)).toBe("end");
  });

  it("never holds on to a day, which moves when older messages of that day come in", () => {
    const day = { key: "day", kind: "day" };
    expect(anchorAt([day, ...rows], none, 0)).toEqual({ key: "r0", offset: ESTIMATED_HEIGHT });
  });
});
