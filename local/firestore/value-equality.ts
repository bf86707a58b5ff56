import { compareTimestamps } from "./timestamp.ts";
import type { Fields, Value } from "./value.ts";

/**
 * Whether storing one instead of the other would change nothing. Stricter than comparing equal in a query:
 * 3 differs from 3.0, and 0 from -0.
 */
export function sameValue(left: Value, right: Value): boolean {
  if (left === right) return true;
  switch (left.valueType) {
    case "nullValue":
      return right.valueType === "nullValue";
    case "timestampValue":
      return (
        right.valueType === left.valueType && !compareTimestamps(left.timestampValue, right.timestampValue)
      );
    case "bytesValue":
      return right.valueType === left.valueType && left.bytesValue.equals(right.bytesValue);
    case "geoPointValue":
      return right.valueType === left.valueType && samePoint(left.geoPointValue, right.geoPointValue);
    case "arrayValue":
      return (
        right.valueType === left.valueType && sameValues(left.arrayValue.values, right.arrayValue.values)
      );
    case "mapValue":
      return (
        right.valueType === left.valueType &&
        sameFields(left.mapValue.fields ?? {}, right.mapValue.fields ?? {})
      );
    default:
      return left.valueType === right.valueType && Object.is(scalar(left), scalar(right));
  }
}

/** Whether two documents hold the same. */
export function sameFields(left: Fields, right: Fields): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && sameValue(left[key]!, right[key]!));
}

function sameValues(left: Value[] = [], right: Value[] = []): boolean {
  return left.length === right.length && left.every((value, i) => sameValue(value, right[i]!));
}

type LatLng = { latitude?: number; longitude?: number };

function samePoint(left: LatLng, right: LatLng): boolean {
  return (
    Object.is(left.latitude ?? 0, right.latitude ?? 0) && Object.is(left.longitude ?? 0, right.longitude ?? 0)
  );
}

function scalar(value: Value): unknown {
  return (value as unknown as Record<string, unknown>)[value.valueType];
}
