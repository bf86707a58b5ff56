import { type FieldFilter, type Filter, fieldFilters, isName, type Operator } from "./query.ts";
import { invalidArgument } from "./status-error.ts";
import type { Value } from "./value.ts";

const MAX_DISJUNCTIONS = 30;
const MAX_NOT_IN_VALUES = 10;
const MAX_FILTERS = 100;
const LIST_OPERATORS: Operator[] = ["IN", "NOT_IN", "ARRAY_CONTAINS_ANY"];

/** Checks what Firestore doesn't allow in filters. Throws INVALID_ARGUMENT. */
export function checkFilters(where: Filter | null): void {
  const filters = fieldFilters(where);
  for (const filter of filters) checkOperand(filter);
  if (filters.length > MAX_FILTERS) throw invalidArgument(`A query has ${MAX_FILTERS} filters at most.`);
  const negative = filters.filter(({ op }) => op === "NOT_EQUAL" || op === "NOT_IN");
  const notIn = negative.some(({ op }) => op === "NOT_IN");
  if (notIn && negative.length > 1) {
    throw invalidArgument("A query can't have NOT_IN together with another NOT_IN or NOT_EQUAL.");
  }
  const alternatives = where ? disjunctions(where) : [];
  if (notIn && alternatives.length > 1) {
    throw invalidArgument("A query can't have NOT_IN together with IN, ARRAY_CONTAINS_ANY or OR.");
  }
  checkDisjunctions(alternatives);
}

function checkOperand({ path, op, value }: FieldFilter): void {
  if (LIST_OPERATORS.includes(op)) {
    const values = value.valueType === "arrayValue" ? (value.arrayValue.values ?? []) : [];
    if (values.length === 0) throw invalidArgument(`'${op}' requires a non-empty ArrayValue.`);
    if (op === "NOT_IN" && values.length > MAX_NOT_IN_VALUES) {
      throw invalidArgument(`'NOT_IN' supports up to ${MAX_NOT_IN_VALUES} comparison values.`);
    }
    if (isName(path)) values.forEach(checkNameOperand);
  } else if (isName(path)) checkNameOperand(value);
}

function checkNameOperand(value: Value): void {
  if (value.valueType === "referenceValue") return;
  throw invalidArgument("__key__ filter value must be a Key");
}

function checkDisjunctions(alternatives: FieldFilter[][]): void {
  if (alternatives.length > MAX_DISJUNCTIONS) {
    throw invalidArgument(
      `The query has ${alternatives.length} disjunctions in normal form; ${MAX_DISJUNCTIONS} are allowed at most.`,
    );
  }
  for (const conjunction of alternatives) {
    if (conjunction.filter(({ op }) => op === "ARRAY_CONTAINS").length > 1) {
      throw invalidArgument("A query can have one ARRAY_CONTAINS per disjunction at most.");
    }
  }
}

/**
 * The filter as an "or" of "and"s, in which IN and ARRAY_CONTAINS_ANY have become alternatives too.
 * Stops soon after there are too many.
 */
export function disjunctions(filter: Filter): FieldFilter[][] {
  if (filter.kind === "or") return filter.filters.flatMap(disjunctions);
  if (filter.kind === "and") {
    return filter.filters
      .map(disjunctions)
      .reduce((left, right) => product(left, right), [[]] as FieldFilter[][]);
  }
  const each = filter.op === "IN" ? "EQUAL" : filter.op === "ARRAY_CONTAINS_ANY" ? "ARRAY_CONTAINS" : null;
  if (!each || filter.value.valueType !== "arrayValue") return [[filter]];
  return (filter.value.arrayValue.values ?? []).map((value) => [{ ...filter, op: each, value }]);
}

function product(left: FieldFilter[][], right: FieldFilter[][]): FieldFilter[][] {
  const both: FieldFilter[][] = [];
  for (const a of left) {
    for (const b of right) {
      both.push([...a, ...b]);
      if (both.length > 1000) return both;
    }
  }
  return both;
}
