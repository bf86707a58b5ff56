/** Random documents for tests. */
import fc from "fast-check";
import type { Fields, StoredDocument, Timestamp, Value } from "../value.ts";

const segment = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((text) => !text.includes("/") && text !== "." && text !== ".." && !/^__.*__$/s.test(text));

const id = fc.oneof(
  segment,
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((number) => `__id${number}__`),
);

const path = fc
  .array(fc.tuple(segment, id), { minLength: 1, maxLength: 3 })
  .map((pairs) => pairs.flat().join("/"));

const database = fc.constantFrom("(default)", "other");

export const documentName = fc
  .tuple(database, path)
  .map(([name, documentPath]) => `projects/demo/databases/${name}/documents/${documentPath}`);

/** To the microsecond, from year 1 to 9999. */
const timestamp: fc.Arbitrary<Timestamp> = fc.record({
  seconds: fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }).map(String),
  nanos: fc.integer({ min: 0, max: 999_999 }).map((micros) => micros * 1000),
});

const coordinate = (max: number) => fc.double({ min: -max, max, noNaN: true });

const { fields, value } = fc.letrec<{ fields: Fields; value: Value; element: Value }>((tie) => ({
  fields: fc.dictionary(fc.string({ unit: "grapheme", minLength: 1 }), tie("value"), {
    maxKeys: 5,
    noNullPrototype: true,
  }),
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("element"),
    fc.array(tie("element"), { maxLength: 4 }).map(
      (values): Value => ({
        valueType: "arrayValue",
        arrayValue: values.length > 0 ? { values } : {},
      }),
    ),
  ),
  element: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant<Value>({ valueType: "nullValue", nullValue: "NULL_VALUE" }),
    fc.boolean().map((booleanValue): Value => ({ valueType: "booleanValue", booleanValue })),
    fc
      .bigInt(-(2n ** 63n), 2n ** 63n - 1n)
      .map((n): Value => ({ valueType: "integerValue", integerValue: String(n) })),
    fc.double().map((doubleValue): Value => ({ valueType: "doubleValue", doubleValue })),
    timestamp.map((timestampValue): Value => ({ valueType: "timestampValue", timestampValue })),
    fc.string({ unit: "grapheme" }).map((stringValue): Value => ({ valueType: "stringValue", stringValue })),
    fc
      .uint8Array({ maxLength: 40 })
      .map((bytes): Value => ({ valueType: "bytesValue", bytesValue: Buffer.from(bytes) })),
    documentName.map((referenceValue): Value => ({ valueType: "referenceValue", referenceValue })),
    fc
      .record({ latitude: coordinate(90), longitude: coordinate(180) })
      .map((geoPointValue): Value => ({ valueType: "geoPointValue", geoPointValue })),
    tie("fields").map((inner): Value => ({ valueType: "mapValue", mapValue: { fields: inner } })),
  ),
}));

export { value as arbitraryValue };

export const arbitraryDocument: fc.Arbitrary<StoredDocument> = fc.record({
  name: documentName,
  fields,
  createTime: timestamp,
  updateTime: timestamp,
});
