import { checkFilters } from "./check-filters.ts";
import { type FieldPath, formatFieldPath, parseFieldPath } from "./field-path.ts";
import {
  type Cursor,
  type Filter,
  fieldFilters,
  isInequality,
  isName,
  type Operator,
  type Order,
  type Query,
  type StructuredQuery,
  type WireCursor,
  type WireFilter,
} from "./query.ts";
import { parseName } from "./resource-name.ts";
import { invalidArgument, StatusError } from "./status-error.ts";
import { NULL, type Value } from "./value.ts";
import { compareStrings } from "./value-order.ts";

/** Checks a query and completes it. Throws INVALID_ARGUMENT, or UNIMPLEMENTED for a vector search. */
export function parseQuery(parent: string | undefined, query: StructuredQuery | undefined): Query {
  if (!query) throw invalidArgument("The request has no query.");
  if (query.findNearest) throw new StatusError("UNIMPLEMENTED", "Vector search is not supported here.");
  if (parseName(parent).path.length % 2 === 1) throw invalidArgument(`"${parent}" is not a document's name.`);
  const [from, ...more] = query.from ?? [];
  if (more.length > 0) throw invalidArgument("A query has one collection selector at most.");
  const where = query.where ? parseFilter(query.where) : null;
  const orderBy = completeOrder(parseOrders(query.orderBy ?? []), where);
  checkFilters(where);
  return {
    parent: parent!,
    collectionId: from?.collectionId || undefined,
    allDescendants: from?.allDescendants ?? false,
    where,
    orderBy,
    startAt: parseCursor(query.startAt, orderBy),
    endAt: parseCursor(query.endAt, orderBy),
    offset: checkCount("offset", query.offset ?? 0),
    limit: query.limit ? checkCount("limit", query.limit.value ?? 0) : undefined,
    select: query.select && parseSelect(query.select.fields ?? []),
  };
}

function parseFilter({ compositeFilter, fieldFilter, unaryFilter }: WireFilter): Filter {
  if (compositeFilter) {
    const { op, filters = [] } = compositeFilter;
    if (op !== "AND" && op !== "OR") throw invalidArgument("A composite filter needs AND or OR.");
    if (filters.length === 0) throw invalidArgument("A composite filter needs at least one filter.");
    return { kind: op === "AND" ? "and" : "or", filters: filters.map(parseFilter) };
  }
  const { field, op = "" } = fieldFilter ?? unaryFilter ?? {};
  const path = parseFieldPath(field?.fieldPath);
  if (unaryFilter) return parseUnary(path, op);
  if (!fieldFilter?.value?.valueType || !OPERATORS.has(op))
    throw invalidArgument("A field filter needs an operator and a value.");
  return { kind: "field", path, op: op as Operator, value: fieldFilter.value };
}

const OPERATORS = new Set<string>([
  "EQUAL",
  "NOT_EQUAL",
  "LESS_THAN",
  "LESS_THAN_OR_EQUAL",
  "GREATER_THAN",
  "GREATER_THAN_OR_EQUAL",
  "IN",
  "NOT_IN",
  "ARRAY_CONTAINS",
  "ARRAY_CONTAINS_ANY",
] satisfies Operator[]);

const NAN: Value = { valueType: "doubleValue", doubleValue: Number.NaN };

/** IS_NULL and the like are equality with that value, said in another way. */
function parseUnary(path: FieldPath, op: string): Filter {
  if (op === "IS_NULL") return { kind: "field", path, op: "EQUAL", value: NULL };
  if (op === "IS_NOT_NULL") return { kind: "field", path, op: "NOT_EQUAL", value: NULL };
  if (op === "IS_NAN") return { kind: "field", path, op: "EQUAL", value: NAN };
  if (op === "IS_NOT_NAN") return { kind: "field", path, op: "NOT_EQUAL", value: NAN };
  throw invalidArgument("A unary filter needs an operator.");
}

function parseOrders(orders: NonNullable<StructuredQuery["orderBy"]>): Order[] {
  return orders.map(({ field, direction }) => ({
    path: parseFieldPath(field?.fieldPath),
    direction: direction === "DESCENDING" ? -1 : 1,
  }));
}

/**
 * Adds what Firestore implies: the fields compared by inequality, by name, then `__name__`, all in the
 * direction of the last order given.
 */
function completeOrder(given: Order[], where: Filter | null): Order[] {
  const direction = given.at(-1)?.direction ?? 1;
  const ordered = new Set(given.map(({ path }) => formatFieldPath(path)));
  const implied = new Map<string, FieldPath>();
  for (const filter of fieldFilters(where)) {
    const key = formatFieldPath(filter.path);
    if (isInequality(filter) && !isName(filter.path) && !ordered.has(key)) implied.set(key, filter.path);
  }
  const keys = [...implied.keys()].sort(compareStrings);
  const orders = [...given, ...keys.map((key) => ({ path: implied.get(key)!, direction }))];
  return ordered.has("__name__") ? orders : [...orders, { path: ["__name__"], direction }];
}

function parseCursor(cursor: WireCursor | undefined | null, orderBy: Order[]): Cursor | null {
  if (!cursor) return null;
  const { values = [], before = false } = cursor;
  if (values.length > orderBy.length) {
    throw invalidArgument(
      `A cursor has ${values.length} values, but the query only ${orderBy.length} orders.`,
    );
  }
  for (const [i, value] of values.entries()) {
    if (isName(orderBy[i]!.path) && value.valueType !== "referenceValue") {
      throw invalidArgument("A cursor's value for __name__ must be a reference.");
    }
  }
  return { values, before };
}

function parseSelect(fields: { fieldPath?: string }[]): FieldPath[] {
  return fields.map(({ fieldPath }) => parseFieldPath(fieldPath)).filter((path) => !isName(path));
}

function checkCount(what: string, count: number): number {
  if (count >= 0) return count;
  throw invalidArgument(`The ${what} ${count} is negative.`);
}
