import { invalidArgument } from "./status-error.ts";
import { type Micros, toTimestamp } from "./timestamp.ts";
import { NULL, type Timestamp, type Value } from "./value.ts";
import { compareValues } from "./value-order.ts";

/** google.firestore.v1.DocumentTransform.FieldTransform */
export type FieldTransform = {
  fieldPath?: string;
  setToServerValue?: "REQUEST_TIME" | "SERVER_VALUE_UNSPECIFIED";
  increment?: Value;
  maximum?: Value;
  minimum?: Value;
  appendMissingElements?: { values?: Value[] };
  removeAllFromArray?: { values?: Value[] };
};

/** Returns what the field becomes and what the write's result reports. Throws INVALID_ARGUMENT. */
export function applyTransform(
  transform: FieldTransform,
  before: Value | undefined,
  requestTime: Micros,
): { value: Value; result: Value } {
  const array = transform.appendMissingElements ?? transform.removeAllFromArray;
  const value = array ? arrayAfter(transform, before) : scalarAfter(transform, before, requestTime);
  return { value, result: array ? NULL : value };
}

function scalarAfter(transform: FieldTransform, before: Value | undefined, requestTime: Micros): Value {
  const { setToServerValue, increment, maximum, minimum } = transform;
  if (setToServerValue === "REQUEST_TIME") {
    return { valueType: "timestampValue", timestampValue: toMilliseconds(requestTime) };
  }
  if (increment) return incremented(before, checkNumber(increment));
  if (maximum) return extreme(before, checkNumber(maximum), 1);
  if (minimum) return extreme(before, checkNumber(minimum), -1);
  throw invalidArgument(`The transform of "${transform.fieldPath}" has no known type.`);
}

/** Server timestamps are precise to the millisecond only. */
function toMilliseconds(time: Micros): Timestamp {
  return toTimestamp(Math.floor(time / 1000) * 1000);
}

type NumberValue = Extract<Value, { valueType: "integerValue" | "doubleValue" }>;

function isNumber(value: Value | undefined): value is NumberValue {
  return value?.valueType === "integerValue" || value?.valueType === "doubleValue";
}

function checkNumber(operand: Value): NumberValue {
  if (isNumber(operand)) return operand;
  throw invalidArgument("A numeric transform needs an integer or a double.");
}

const MAX_INTEGER = 2n ** 63n - 1n;
const MIN_INTEGER = -(2n ** 63n);

function incremented(before: Value | undefined, by: NumberValue): Value {
  if (!isNumber(before)) return by;
  if (before.valueType === "integerValue" && by.valueType === "integerValue") {
    const sum = BigInt(before.integerValue) + BigInt(by.integerValue);
    const clamped = sum > MAX_INTEGER ? MAX_INTEGER : sum < MIN_INTEGER ? MIN_INTEGER : sum;
    return { valueType: "integerValue", integerValue: String(clamped) };
  }
  return { valueType: "doubleValue", doubleValue: toDouble(before) + toDouble(by) };
}

/** The greater (sign 1) or lesser (-1) of the two; the stored one if they are equal, NaN if either is. */
function extreme(before: Value | undefined, operand: NumberValue, sign: 1 | -1): Value {
  if (!isNumber(before) || Number.isNaN(toDouble(operand))) return operand;
  if (Number.isNaN(toDouble(before))) return before;
  return compareValues(operand, before) * sign > 0 ? operand : before;
}

function toDouble(value: NumberValue): number {
  return value.valueType === "integerValue" ? Number(value.integerValue) : value.doubleValue;
}

function arrayAfter(transform: FieldTransform, before: Value | undefined): Value {
  const old = before?.valueType === "arrayValue" ? (before.arrayValue.values ?? []) : [];
  const values = transform.appendMissingElements
    ? union(old, transform.appendMissingElements.values ?? [])
    : old.filter((value) => !includes(transform.removeAllFromArray!.values ?? [], value));
  return { valueType: "arrayValue", arrayValue: { values } };
}

function union(old: Value[], added: Value[]): Value[] {
  const values = [...old];
  for (const value of added) if (!includes(values, value)) values.push(value);
  return values;
}

/** Counts 3 and 3.0 as the same element, and NaN as itself. */
function includes(values: Value[], wanted: Value): boolean {
  return values.some((value) => compareValues(value, wanted) === 0);
}
