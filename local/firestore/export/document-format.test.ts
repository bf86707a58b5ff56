import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fields, Value } from "../value.ts";
import { arbitraryDocument } from "./arbitrary-document.ts";
import { decodeDocument } from "./decode-document.ts";
import { encodeDocument } from "./encode-document.ts";
import { WireError } from "./proto-reader.ts";

const time = { seconds: "1", nanos: 0 };
const NAME = "projects/demo/databases/(default)/documents/a/1";

/** A length-delimited field in hex: its tag, its length, its content. */
const field = (tag: string, ...content: string[]): string => {
  const length = content.join("").length / 2;
  return tag + length.toString(16).padStart(2, "0") + content.join("");
};

/** The element `a/1` of a path. */
const A_1 = ["0b", field("12", "61"), field("22", "31"), "0c"].join("");
const DEV_DEMO = "6465767e64656d6f";

/** The document `a/1` with these fields. */
const entityWith = (...properties: string[]): string =>
  field("6a", field("6a", DEV_DEMO), field("72", A_1)) + properties.join("") + field("8201", A_1);

/** The field "f" that is not repeated, with a meaning or "". */
const property = (meaning: string, value: string): string =>
  field("7a", meaning, field("1a", "66"), "2000", field("2a", value));

const decodeFields = (hex: string): Fields => decodeDocument(Buffer.from(hex, "hex"), time).fields;
const encodeFields = (fields: Fields): string =>
  encodeDocument({ name: NAME, fields, createTime: time, updateTime: time }).toString("hex");

describe("the bytes that the suite writes", () => {
  test.each<[string, string, Value]>([
    ["null", property("", ""), { valueType: "nullValue", nullValue: "NULL_VALUE" }],
    ["true", property("", "1001"), { valueType: "booleanValue", booleanValue: true }],
    ["false", property("", "1000"), { valueType: "booleanValue", booleanValue: false }],
    ["300", property("", "08ac02"), { valueType: "integerValue", integerValue: "300" }],
    [
      "the lowest integer",
      property("", "0880808080808080808001"),
      { valueType: "integerValue", integerValue: "-9223372036854775808" },
    ],
    ["minus zero", property("", "210000000000000080"), { valueType: "doubleValue", doubleValue: -0 }],
    [
      "not a number",
      property("", "21000000000000f87f"),
      { valueType: "doubleValue", doubleValue: Number.NaN },
    ],
    ["text", property("", field("1a", "c3bc")), { valueType: "stringValue", stringValue: "ü" }],
    [
      "a time",
      property("0807", "08c1843d"),
      { valueType: "timestampValue", timestampValue: { seconds: "1", nanos: 1000 } },
    ],
    [
      "a place",
      property("0809", "2b" + "31000000000000f03f" + "3900000000000000c0" + "2c"),
      { valueType: "geoPointValue", geoPointValue: { latitude: 1, longitude: -2 } },
    ],
    [
      "bytes",
      property("080e", field("1a", "00ff")),
      { valueType: "bytesValue", bytesValue: Buffer.from([0, 255]) },
    ],
    [
      "a reference",
      property(
        "",
        ["63", field("6a", DEV_DEMO), "73", field("7a", "62"), field("8a01", "32"), "74", "64"].join(""),
      ),
      { valueType: "referenceValue", referenceValue: "projects/demo/databases/(default)/documents/b/2" },
    ],
    [
      "an empty array, which is among the indexed fields",
      field("72", "0818", field("1a", "66"), "2000", field("2a")),
      { valueType: "arrayValue", arrayValue: {} },
    ],
    [
      "an array, which is a repeated field",
      ["0801", ""].map((value) => field("7a", field("1a", "66"), "2001", field("2a", value))).join(""),
      {
        valueType: "arrayValue",
        arrayValue: {
          values: [
            { valueType: "integerValue", integerValue: "1" },
            { valueType: "nullValue", nullValue: "NULL_VALUE" },
          ],
        },
      },
    ],
    [
      "an empty map, which is an entity without a key",
      property("0813", field("1a", "6a046a007200" + "820100")),
      { valueType: "mapValue", mapValue: { fields: {} } },
    ],
  ])("%s", (_, hex, value) => {
    expect(decodeFields(entityWith(hex))).toEqual({ f: value });
    expect(encodeFields({ f: value })).toBe(entityWith(hex));
  });

  test("production's own forms are read too: long text, short bytes, indexed fields, numeric ids", () => {
    const longText = field("7a", "080f", field("1a", "61"), "2000", field("2a", field("1a", "62")));
    const shortBytes = field("7a", "0810", field("1a", "62"), "2000", field("2a", field("1a", "01")));
    const indexed = field("72", field("1a", "63"), "2000", field("2a", "0801"));
    expect(decodeFields(entityWith(longText, shortBytes, indexed))).toEqual({
      a: { valueType: "stringValue", stringValue: "b" },
      b: { valueType: "bytesValue", bytesValue: Buffer.from([1]) },
      c: { valueType: "integerValue", integerValue: "1" },
    });
    const path = ["0b", field("12", "61"), "1807", "0c"].join("");
    const numericId = field("6a", field("6a", "737e70"), field("72", path));
    expect(decodeDocument(Buffer.from(numericId, "hex"), time).name).toBe(
      "projects/p/databases/(default)/documents/a/__id7__",
    );
  });
});

test("every document is read as it was written", () => {
  fc.assert(
    fc.property(arbitraryDocument, (document) => {
      const decoded = decodeDocument(encodeDocument(document), time);
      expect(decoded).toEqual({ ...document, createTime: time, updateTime: time });
    }),
    { numRuns: 500 },
  );
});

test("vectors, long bytes and long arrays are kept", () => {
  const numbers = Array.from(
    { length: 20_000 },
    (_, i): Value => ({ valueType: "doubleValue", doubleValue: i / 3 }),
  );
  const vector: Fields = {
    __type__: { valueType: "stringValue", stringValue: "__vector__" },
    value: { valueType: "arrayValue", arrayValue: { values: numbers } },
  };
  const fields: Fields = {
    vector: { valueType: "mapValue", mapValue: { fields: vector } },
    bytes: { valueType: "bytesValue", bytesValue: Buffer.alloc(1_000_000, 7) },
  };
  const document = { name: NAME, fields, createTime: time, updateTime: time };
  expect(isDeepStrictEqual(decodeDocument(encodeDocument(document), time), document)).toBe(true);
});

test.each(["__id07__", "__id-0__", "__id9223372036854775808__", "__id1__x"])(
  "the id %s stays as it is",
  (id) => {
    const document = { name: `${NAME}/b/${id}`, fields: {}, createTime: time, updateTime: time };
    expect(decodeDocument(encodeDocument(document), time)).toEqual(document);
  },
);

test("whatever bytes there are, they are a document or a WireError", () => {
  const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
    minLength: 1,
    maxLength: 3,
  });
  const bent = fc.tuple(arbitraryDocument, flips).map(([document, all]) => {
    const bytes = encodeDocument(document);
    for (const [position, flip] of all) bytes[position % bytes.length]! ^= flip;
    return bytes;
  });
  const random = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.oneof(bent, random), (bytes) => {
      try {
        expect(decodeDocument(bytes, time).name).toMatch(/^projects\/[^/]+\/databases\/[^/]+\/documents\/./s);
      } catch (error) {
        expect(error).toBeInstanceOf(WireError);
      }
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["groups", Buffer.alloc(100_000, 0x0b), /nested too deeply/],
  ["a varint", Buffer.alloc(20, 0xff), /varint/],
  ["no key", Buffer.alloc(0), /no key/],
])("%s without an end is refused", (_, bytes, message) => {
  expect(() => decodeDocument(bytes, time)).toThrow(message);
});

test("maps nested deeper than any document are refused", () => {
  let fields: Fields = {};
  for (let depth = 0; depth < 60; depth++) fields = { m: { valueType: "mapValue", mapValue: { fields } } };
  const bytes = encodeDocument({ name: NAME, fields, createTime: time, updateTime: time });
  expect(() => decodeDocument(bytes, time)).toThrow(/nested too deeply/);
});
