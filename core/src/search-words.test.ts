import { expect, test } from "vitest";
import { searchWords, wordsOf } from "./search-words.ts";

test.each([
  ["Where's my ORDER #4711? My order!", ["where", "s", "my", "order", "4711"]],
  ["Schöne Grüße an José", ["schone", "gruße", "an", "jose"]],
  ["Où est ma commande ?", ["ou", "est", "ma", "commande"]],
  ["Где мой заказ", ["где", "мои", "заказ"]],
  ["أين طلبي؟", ["اين", "طلبي"]],
  ["איפה ההזמנה שלי", ["איפה", "ההזמנה", "שלי"]],
  ["我的订单", ["我的", "的订", "订单"]],
  ["ご注文ありがとう", ["こ注", "注文", "文あ", "あり", "りか", "かと", "とう"]],
  ["주문 확인", ["주문", "확인"]],
  ["iPhone手机壳", ["iphone", "手机", "机壳"]],
  ["好", ["好"]],
  ["👋 …", []],
])("%s", (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test("a message keeps its first 60 words, and those of its files' names", () => {
  const text = Array.from({ length: 100 }, (_, index) => `word${index}`).join(" ");
  const long = searchWords({ text, attachments: [] });
  expect([long.length, long.at(-1)]).toEqual([60, "word59"]);
  const invoice = {
    kind: "document",
    mime_type: null,
    name: "Rechnung März.pdf",
    size: 1,
    sha256: null,
  } as const;
  expect(searchWords({ text: null, attachments: [invoice] })).toEqual(["rechnung", "marz", "pdf"]);
});

test("a word without end is found by its beginning", () => {
  expect(wordsOf("x".repeat(5000))).toEqual(["x".repeat(40)]);
});

test("words that come out of any text are found again by that text", () => {
  const text = "Rückgabe ‏עברית‏ 中文 ﬁnal ① straße";
  expect(wordsOf(wordsOf(text).join(" "))).toEqual(wordsOf(text));
});
