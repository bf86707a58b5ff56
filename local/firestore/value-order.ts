import { compareTimestamps } from "./timestamp.ts";
import type { Fields, Value } from "./value.ts";

/*
 * Firestore's total order of values: first by type, then within the type. Numbers are one type, whether
 * integer or double; NaN is the least of them. 0 and -0 are equal here, and so are 3 and 3.0.
 */

const TYPE_ORDER = {
  nullValue: 0,
  booleanValue: 1,
  integerValue: 2,
  doubleValue: 2,
  timestampValue: 3,
  stringValue: 4,
  bytesValue: 5,
  referenceValue: 6,
  geoPointValue: 7,
  arrayValue: 8,
  mapValue: 10,
} as const;

const VECTOR_ORDER = 9;

/** The place of the value's type among the types. */
export function typeOrder(value: Value): number {
  return isVector(value) ? VECTOR_ORDER : TYPE_ORDER[value.valueType];
}

/** A vector is stored as a map `{__type__: "__vector__", value: [numbers]}`. */
export function isVector(value: Value): boolean {
  if (value.valueType !== "mapValue") return false;
  const type = value.mapValue.fields?.__type__;
  return type?.valueType === "stringValue" && type.stringValue === "__vector__";
}

/** Returns below 0, 0 or above 0, as sort functions want it. */
export function compareValues(left: Value, right: Value): number {
  const byType = typeOrder(left) - typeOrder(right);
  if (byType !== 0) return byType;
  switch (left.valueType) {
    case "nullValue":
      return 0;
    case "booleanValue":
      return Number(left.booleanValue) - Number((right as typeof left).booleanValue);
    case "integerValue":
    case "doubleValue":
      return compareNumbers(left, right as typeof left);
    case "timestampValue":
      return compareTimestamps(left.timestampValue, (right as typeof left).timestampValue);
    case "stringValue":
      return compareStrings(left.stringValue, (right as typeof left).stringValue);
    case "bytesValue":
      return Buffer.compare(left.bytesValue, (right as typeof left).bytesValue);
    case "referenceValue":
      return compareNames(left.referenceValue, (right as typeof left).referenceValue);
    case "geoPointValue":
      return compareGeoPoints(left.geoPointValue, (right as typeof left).geoPointValue);
    case "arrayValue":
      return compareArrays(left.arrayValue.values ?? [], (right as typeof left).arrayValue.values ?? []);
    case "mapValue":
      return isVector(left)
        ? compareVectors(left.mapValue.fields!, (right as typeof left).mapValue.fields!)
        : compareMaps(left.mapValue.fields ?? {}, (right as typeof left).mapValue.fields ?? {});
  }
}

type NumberValue = Extract<Value, { valueType: "integerValue" | "doubleValue" }>;

function compareNumbers(left: NumberValue, right: NumberValue): number {
  const a = toNumber(left);
  const b = toNumber(right);
  if (a < b) return -1;
  if (a > b) return 1;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  if (Math.abs(a) <= Number.MAX_SAFE_INTEGER || !Number.isFinite(a)) return 0;
  // Above 2^53 different integers become the same double, so look again, exactly.
  const difference = toBigInt(left) - toBigInt(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function toNumber(value: NumberValue): number {
  return value.valueType === "integerValue" ? Number(value.integerValue) : value.doubleValue;
}

function toBigInt(value: NumberValue): bigint {
  return BigInt(value.valueType === "integerValue" ? value.integerValue : value.doubleValue);
}

/** Orders strings as their UTF-8 bytes are ordered. */
export function compareStrings(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    // Surrogates stand for characters beyond U+FFFF, so they come after every other code unit.
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return left.length - right.length;
}

function isSurrogate(codeUnit: number): boolean {
  return (codeUnit & 0xf800) === 0xd800;
}

/** Orders document names segment by segment; numeric ids (`__id7__`) come first, by their number. */
export function compareNames(left: string, right: string): number {
  if (left === right) return 0;
  const a = left.split("/");
  const b = right.split("/");
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareIds(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Orders the ids of two documents of one collection. */
export function compareIds(left: string, right: string): number {
  const a = numericId(left);
  const b = numericId(right);
  if (a === null || b === null) return Number(a === null) - Number(b === null) || compareStrings(left, right);
  return a < b ? -1 : a > b ? 1 : 0;
}

function numericId(id: string): bigint | null {
  return id.startsWith("__id") && id.endsWith("__") ? BigInt(id.slice(4, -2)) : null;
}

type LatLng = { latitude?: number; longitude?: number };

function compareGeoPoints(left: LatLng, right: LatLng): number {
  return (left.latitude ?? 0) - (right.latitude ?? 0) || (left.longitude ?? 0) - (right.longitude ?? 0);
}

function compareArrays(left: Value[], right: Value[]): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareValues(left[i]!, right[i]!);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareVectors(left: Fields, right: Fields): number {
  const a = vectorElements(left);
  const b = vectorElements(right);
  return a.length - b.length || compareArrays(a, b);
}

function vectorElements(fields: Fields): Value[] {
  const { value } = fields;
  return value?.valueType === "arrayValue" ? (value.arrayValue.values ?? []) : [];
}

function compareMaps(left: Fields, right: Fields): number {
  const leftKeys = Object.keys(left).sort(compareStrings);
  const rightKeys = Object.keys(right).sort(compareStrings);
  for (let i = 0; i < Math.min(leftKeys.length, rightKeys.length); i++) {
    const order =
      compareStrings(leftKeys[i]!, rightKeys[i]!) ||
      compareValues(left[leftKeys[i]!]!, right[rightKeys[i]!]!);
    if (order !== 0) return order;
  }
  return leftKeys.length - rightKeys.length;
}
