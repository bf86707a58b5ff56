import { expect, test } from "vitest";
import type { Value } from "./value.ts";
import { sameValue } from "./value-equality.ts";
import { compareValues } from "./value-order.ts";

const integer = (integerValue: string): Value => ({ valueType: "integerValue", integerValue });
const double = (doubleValue: number): Value => ({ valueType: "doubleValue", doubleValue });
const text = (stringValue: string): Value => ({ valueType: "stringValue", stringValue });
const bytes = (...octets: number[]): Value => ({ valueType: "bytesValue", bytesValue: Buffer.from(octets) });
const array = (...values: Value[]): Value => ({ valueType: "arrayValue", arrayValue: { values } });
const map = (fields: Record<string, Value>): Value => ({ valueType: "mapValue", mapValue: { fields } });
const vector = (...numbers: number[]): Value =>
  map({ __type__: text("__vector__"), value: array(...numbers.map(double)) });
const reference = (path: string): Value => ({
  valueType: "referenceValue",
  referenceValue: `projects/p/databases/d/documents/${path}`,
});
const time = (seconds: string, nanos: number): Value => ({
  valueType: "timestampValue",
  timestampValue: { seconds, nanos },
});
const point = (latitude: number, longitude: number): Value => ({
  valueType: "geoPointValue",
  geoPointValue: { latitude, longitude },
});

/** Each group comes after the one before; within a group all are equal. */
const ORDERED: Value[][] = [
  [{ valueType: "nullValue", nullValue: "NULL_VALUE" }],
  [{ valueType: "booleanValue", booleanValue: false }],
  [{ valueType: "booleanValue", booleanValue: true }],
  [double(Number.NaN), double(-Number.NaN)],
  [double(Number.NEGATIVE_INFINITY)],
  [integer("-9223372036854775808"), double(-(2 ** 63))],
  [integer("-9007199254740993")],
  [integer("-1"), double(-1)],
  [double(-0.5)],
  [integer("0"), double(0), double(-0)],
  [integer("9007199254740992"), double(2 ** 53)],
  [integer("9007199254740993")],
  [integer("9223372036854775807")],
  [double(2 ** 63)],
  [double(Number.POSITIVE_INFINITY)],
  [time("1", 999_000)],
  [time("1", 1_000_000)],
  [time("2", 0)],
  [text("")],
  [text("a")],
  [text("a\0")],
  [text("b")],
  [text("é")],
  [text("\uffff")],
  [text("😀")],
  [bytes()],
  [bytes(0x7f)],
  [bytes(0x80)],
  [reference("a/__id2__")],
  [reference("a/__id10__")],
  [reference("a/1")],
  [reference("a/1/b/1")],
  [reference("a/2")],
  [reference("a-/1")],
  [point(-1, 5)],
  [point(0, -5)],
  [point(0, 5)],
  [array()],
  [array(integer("1"))],
  [array(integer("1"), integer("0"))],
  [array(text("a"))],
  [vector(9)],
  [vector(1, 2)],
  [vector(1, 3)],
  [map({})],
  [map({ a: integer("2") })],
  [map({ a: integer("2"), b: integer("0") })],
  [map({ b: integer("1") })],
];

test("values are in Firestore's order, across types and within them", () => {
  for (const [i, group] of ORDERED.entries()) {
    for (const [j, other] of ORDERED.entries()) {
      for (const left of group) {
        for (const right of other) {
          expect(Math.sign(compareValues(left, right)), JSON.stringify([left, right])).toBe(Math.sign(i - j));
        }
      }
    }
  }
});

test("values that are equal in order may still differ when stored", () => {
  expect(sameValue(integer("3"), double(3))).toBe(false);
  expect(sameValue(double(0), double(-0))).toBe(false);
  expect(sameValue(double(Number.NaN), double(Number.NaN))).toBe(true);
  expect(sameValue(map({ a: integer("1"), b: bytes(1) }), map({ b: bytes(1), a: integer("1") }))).toBe(true);
  expect(sameValue(time("0", 0), { valueType: "timestampValue", timestampValue: {} })).toBe(true);
});
