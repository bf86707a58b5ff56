import { expect, test } from "vitest";
import type { Value } from "../value.ts";
import { toIsoTime, toJsonDocument } from "./json-document.ts";

test("every type of value has its JSON form", () => {
  const fields: Record<string, Value> = {
    nothing: { valueType: "nullValue", nullValue: "NULL_VALUE" },
    yes: { valueType: "booleanValue", booleanValue: true },
    big: { valueType: "integerValue", integerValue: "9223372036854775807" },
    half: { valueType: "doubleValue", doubleValue: 0.5 },
    minusZero: { valueType: "doubleValue", doubleValue: -0 },
    notANumber: { valueType: "doubleValue", doubleValue: Number.NaN },
    endless: { valueType: "doubleValue", doubleValue: Number.NEGATIVE_INFINITY },
    when: { valueType: "timestampValue", timestampValue: { seconds: "-1", nanos: 123_456_000 } },
    text: { valueType: "stringValue", stringValue: "" },
    bytes: { valueType: "bytesValue", bytesValue: Buffer.from([0, 255]) },
    other: { valueType: "referenceValue", referenceValue: "projects/p/databases/d/documents/a/1" },
    where: { valueType: "geoPointValue", geoPointValue: { latitude: 1, longitude: -2 } },
    none: { valueType: "arrayValue", arrayValue: {} },
    list: {
      valueType: "arrayValue",
      arrayValue: { values: [{ valueType: "integerValue", integerValue: "1" }] },
    },
    empty: { valueType: "mapValue", mapValue: {} },
    map: {
      valueType: "mapValue",
      mapValue: { fields: { a: { valueType: "stringValue", stringValue: "b" } } },
    },
  };
  const name = "projects/p/databases/d/documents/a/1";
  expect(toJsonDocument({ name, fields, createTime: {}, updateTime: { seconds: "1" } })).toEqual({
    name,
    createTime: "1970-01-01T00:00:00.000000Z",
    updateTime: "1970-01-01T00:00:01.000000Z",
    fields: {
      nothing: { nullValue: null },
      yes: { booleanValue: true },
      big: { integerValue: "9223372036854775807" },
      half: { doubleValue: 0.5 },
      minusZero: { doubleValue: "-0" },
      notANumber: { doubleValue: "NaN" },
      endless: { doubleValue: "-Infinity" },
      when: { timestampValue: "1969-12-31T23:59:59.123456Z" },
      text: { stringValue: "" },
      bytes: { bytesValue: "AP8=" },
      other: { referenceValue: "projects/p/databases/d/documents/a/1" },
      where: { geoPointValue: { latitude: 1, longitude: -2 } },
      none: { arrayValue: { values: [] } },
      list: { arrayValue: { values: [{ integerValue: "1" }] } },
      empty: { mapValue: { fields: {} } },
      map: { mapValue: { fields: { a: { stringValue: "b" } } } },
    },
  });
});

test.each([
  ["-62135596800", 0, "0001-01-01T00:00:00.000000Z"],
  ["253402300799", 999_999_000, "9999-12-31T23:59:59.999999Z"],
])("the time %s s %s ns is %s", (seconds, nanos, iso) => {
  expect(toIsoTime({ seconds, nanos })).toBe(iso);
});
