import { expect, test } from "vitest";
import { numberVariants } from "./number-variants.ts";

test.each([
  ["Mexico", "525512345678", "5215512345678"],
  ["Brazil", "5511987654321", "551187654321"],
  ["Argentina", "541123456789", "5491123456789"],
])("%s: %s and %s are one line", (_country, one, other) => {
  expect(numberVariants(one)).toEqual([other]);
  expect(numberVariants(other)).toEqual([one]);
});

test.each([
  ["a fixed line in Brazil", "551133334444"],
  ["Germany", "491761234567"],
  ["the United States", "16505551234"],
  ["too long", "52155123456789"],
])("%s, %s, is written in one way", (_what, phone) => {
  expect(numberVariants(phone)).toEqual([]);
});
