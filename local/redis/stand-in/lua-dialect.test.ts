import { expect, test } from "vitest";
import { findNewerSyntax } from "./lua-dialect.ts";

test.each([
  ["return 7 // 2", "//", 1],
  ["local a = 1\nreturn a & 3", "&", 2],
  ["return 1 << 4", "<<", 1],
  ["return ~1", "~", 1],
  ["goto done ::done::", "goto", 1],
  ["local x <const> = 5", "<const>", 1],
])("%j is newer than Redis's Lua", (source, word, line) => {
  expect(findNewerSyntax(source)).toEqual({ word, line });
});

test.each([
  "return \"http://x\" .. 'a & b'",
  "-- a // b\nreturn 1",
  "--[[ goto\n // ]] return [==[ << ]==]",
  "if a ~= b then return a / b end",
  'return "\\"//\\""',
])("%j is good in Redis's Lua", (source) => {
  expect(findNewerSyntax(source)).toBeUndefined();
});
