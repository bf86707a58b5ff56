import { getField } from "./field-path.ts";
import { type FieldFilter, type Filter, isName } from "./query.ts";
import type { StoredDocument, Value } from "./value.ts";
import { compareValues, typeOrder } from "./value-order.ts";

export type Matches = (document: StoredDocument) => boolean;

/** Returns a function that tells whether a document fits the filter. */
export function matcher(filter: Filter | null): Matches {
  if (!filter) return () => true;
  if (filter.kind === "field") return fieldMatcher(filter);
  const parts = filter.filters.map(matcher);
  if (filter.kind === "or") return (document) => parts.some((matches) => matches(document));
  return (document) => parts.every((matches) => matches(document));
}

function fieldMatcher(filter: FieldFilter): Matches {
  const test = valueTest(filter);
  const { path } = filter;
  if (isName(path)) return ({ name }) => test({ valueType: "referenceValue", referenceValue: name });
  return ({ fields }) => {
    const value = getField(fields, path);
    return value !== undefined && test(value);
  };
}

/** A field that isn't there fits no filter, not even a negative one. */
function valueTest({ op, value: operand }: FieldFilter): (value: Value) => boolean {
  // A range stays within one type, and no range of numbers has NaN in it.
  const type = typeOrder(operand);
  const comparable = (value: Value) => typeOrder(value) === type && isNaNValue(value) === isNaNValue(operand);
  switch (op) {
    case "EQUAL":
      return (value) => compareValues(value, operand) === 0;
    case "NOT_EQUAL":
      return (value) => value.valueType !== "nullValue" && compareValues(value, operand) !== 0;
    case "LESS_THAN":
      return (value) => comparable(value) && compareValues(value, operand) < 0;
    case "LESS_THAN_OR_EQUAL":
      return (value) => comparable(value) && compareValues(value, operand) <= 0;
    case "GREATER_THAN":
      return (value) => comparable(value) && compareValues(value, operand) > 0;
    case "GREATER_THAN_OR_EQUAL":
      return (value) => comparable(value) && compareValues(value, operand) >= 0;
    case "ARRAY_CONTAINS":
      return (value) => includes(elements(value), operand);
    default:
      return listTest(op, elements(operand));
  }
}

function listTest(op: FieldFilter["op"], operands: Value[]): (value: Value) => boolean {
  if (op === "IN") return (value) => includes(operands, value);
  if (op === "ARRAY_CONTAINS_ANY")
    return (value) => elements(value).some((element) => includes(operands, element));
  // As in SQL, nothing can be told to differ from null.
  const hasNull = operands.some(({ valueType }) => valueType === "nullValue");
  return (value) => !hasNull && value.valueType !== "nullValue" && !includes(operands, value);
}

function isNaNValue(value: Value): boolean {
  return value.valueType === "doubleValue" && Number.isNaN(value.doubleValue);
}

function elements(value: Value): Value[] {
  return value.valueType === "arrayValue" ? (value.arrayValue.values ?? []) : [];
}

function includes(values: Value[], wanted: Value): boolean {
  return values.some((value) => compareValues(value, wanted) === 0);
}
