import { expect, it } from "vitest";
import { parsePhone } from "./phone-number.ts";

it.each([
  ["+49 (176) 555-0001", { digits: "491765550001" }],
  ["0049 176 5550001", { digits: "491765550001" }],
  ["1 415.555.0100", { digits: "14155550100" }],
  ["  ", { problem: "empty" }],
  ["0176 5550001", { problem: "national" }],
  ["+49 12", { problem: "wrong" }],
  ["+49 176 call me", { problem: "wrong" }],
  ["+1234567890123456", { problem: "wrong" }],
])("takes %j for what it is", (written, parsed) => {
  expect(parsePhone(written)).toEqual(parsed);
});
