import { expect, test } from "vitest";
import type { InboundChange } from "../messages/inbound-change.ts";
import { groupByCustomer } from "./group-by-customer.ts";
import type { ParsedItem } from "./parsed-webhook.ts";

const says = { kind: "message", provider_id: "m" } as InboundChange;
const edits = { kind: "edit", target: "m", text: null, at: 0 } as InboundChange;
const items = (...all: [ids: string[], change: InboundChange, account?: string][]): ParsedItem[] =>
  all.map(([ids, change, account = "1"], index) => ({
    index,
    customer: { channel: "whatsapp", account, ids },
    change,
  }));
const shape = (parsed: ParsedItem[]) =>
  groupByCustomer(parsed).map((group) => [group.customer.ids, group.items.map(({ index }) => index)]);

test("one group per customer and account, messages before what happens to them", () => {
  const parsed = items([["a"], edits], [["b"], says], [["a"], says], [["a"], says, "2"], [["a"], says]);
  expect(shape(parsed)).toEqual([
    [["a"], [2, 4, 0]],
    [["b"], [1]],
    [["a"], [3]],
  ]);
});

test("two ids are one customer's as soon as a third item names both", () => {
  const parsed = items([["phone"], says], [["name"], says], [["other"], says], [["name", "phone"], edits]);
  expect(shape(parsed)).toEqual([
    [
      ["phone", "name"],
      [0, 1, 3],
    ],
    [["other"], [2]],
  ]);
});

test("what names nobody is grouped by the message it is about", () => {
  const [one, two] = [edits, { ...edits, target: "n" } as InboundChange];
  expect(shape(items([[], one], [[], two], [[], one]))).toEqual([
    [[], [0, 2]],
    [[], [1]],
  ]);
});
