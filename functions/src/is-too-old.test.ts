import { expect, test } from "vitest";
import { isTooOld } from "./is-too-old.ts";

const ago = (hours: number) => ({
  id: "event",
  document: "conversations/c",
  time: new Date(Date.now() - hours * 3_600_000).toISOString(),
});

test("a trigger's event is given up after a day, not before", () => {
  expect([0, 23.9, 24.1, 48].map((hours) => isTooOld(ago(hours)))).toEqual([false, false, true, true]);
});
