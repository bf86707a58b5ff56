import { disjunctions } from "./check-filters.ts";
import { formatFieldPath, parseFieldPath } from "./field-path.ts";
import type { IndexDefinitions, IndexField, QueryScope } from "./index-definitions.ts";
import { type FieldFilter, isInequality, isName, type Order, type Query } from "./query.ts";
import { StatusError } from "./status-error.ts";

/*
 * Which index a query needs, and whether it's there. Firestore finds results by walking one part of an
 * index: first fields that are equal, then fields in the order wanted. It can walk several indexes side by
 * side when each ends in the same order. Each alternative of an "or" is a walk of its own.
 * https://firebase.google.com/docs/firestore/query-data/index-overview
 */

/** What one walk must find: fields that are equal, in any order, then these orders. */
type Need = { equal: IndexField[]; orders: IndexField[]; nameMode: IndexField["mode"] };

/** Throws FAILED_PRECONDITION, with what to add to firestore.indexes.json, if the query needs an index it lacks. */
export function checkIndexes(query: Query, definitions: IndexDefinitions, aggregated: string[] = []): void {
  const { collectionId } = query;
  if (collectionId === undefined) return;
  const scope: QueryScope = query.allDescendants ? "COLLECTION_GROUP" : "COLLECTION";
  for (const conjunction of query.where ? disjunctions(query.where) : [[]]) {
    const need = needOf(conjunction, query.orderBy, aggregated);
    if (!isMet(need, collectionId, scope, definitions)) throw missingIndex(need, collectionId, scope);
  }
}

function needOf(conjunction: FieldFilter[], orderBy: Order[], aggregated: string[]): Need {
  const equal = new Map<string, IndexField>();
  for (const filter of conjunction) {
    if (isInequality(filter) || isName(filter.path)) continue;
    const path = formatFieldPath(filter.path);
    equal.set(path, { path, mode: filter.op === "ARRAY_CONTAINS" ? "CONTAINS" : "ASCENDING" });
  }
  const orders: IndexField[] = [];
  let name: Order["direction"] = orderBy.at(-1)!.direction;
  for (const { path, direction } of orderBy) {
    name = direction;
    // Names are unique: what is ordered by them isn't ordered any further.
    if (isName(path)) break;
    const field: IndexField = {
      path: formatFieldPath(path),
      mode: direction === 1 ? "ASCENDING" : "DESCENDING",
    };
    // Where a field is equal throughout, ordering by it changes nothing.
    if (equal.get(field.path)?.mode !== "ASCENDING") orders.push(field);
  }
  const nameMode = name === 1 ? "ASCENDING" : "DESCENDING";
  for (const text of aggregated) {
    const path = formatFieldPath(parseFieldPath(text));
    const there = [...equal.values(), ...orders].some(
      (field) => field.path === path && field.mode !== "CONTAINS",
    );
    if (!there) orders.push({ path, mode: nameMode });
  }
  return { equal: [...equal.values()], orders, nameMode };
}

function isMet(need: Need, collectionId: string, scope: QueryScope, definitions: IndexDefinitions): boolean {
  const { equal, orders } = need;
  if (equal.length === 0 && orders.length === 0) return true;
  const composites = definitions.indexes
    .filter(({ collectionGroup, queryScope }) => collectionGroup === collectionId && queryScope === scope)
    .map(({ fields }) => fields);
  const singles = [...equal, ...orders].flatMap((field) =>
    singleIndexes(field.path, collectionId, scope, definitions),
  );
  const served = [...composites, ...singles].map((fields) => equalFieldsServed(fields, need));
  if (equal.length === 0) return served.some((paths) => paths !== null);
  const covered = new Set(served.flatMap((paths) => paths ?? []));
  return equal.every(({ path }) => covered.has(path));
}

/** The equal fields that a walk of this index takes care of, or null if it doesn't yield the wanted order. */
function equalFieldsServed(index: IndexField[], { equal, orders, nameMode }: Need): string[] | null {
  const { fields, name } = withoutName(index);
  const start = fields.length - orders.length;
  if (start < 0 || (start === 0 && orders.length === 0)) return null;
  const prefix = fields.slice(0, start);
  const isEqual = (field: IndexField) =>
    equal.some(
      ({ path, mode }) => path === field.path && (mode === "CONTAINS") === (field.mode === "CONTAINS"),
    );
  if (!prefix.every(isEqual)) return null;
  // Read backwards, an index yields every order reversed.
  const wanted = orders.length > 0 ? [...orders, { path: "__name__", mode: nameMode }] : [];
  const actual = [...fields.slice(start), { path: "__name__", mode: name }];
  const sameOrder = wanted.every(({ path, mode }, i) => path === actual[i]!.path && mode === actual[i]!.mode);
  const reversed = wanted.every(({ path, mode }, i) => path === actual[i]!.path && mode !== actual[i]!.mode);
  const contains = actual.slice(0, -1).some(({ mode }) => mode === "CONTAINS");
  return (sameOrder || reversed) && !contains ? prefix.map(({ path }) => path) : null;
}

/** An index that doesn't say so ends with the name, in the direction of its last ordered field. */
function withoutName(index: IndexField[]): { fields: IndexField[]; name: IndexField["mode"] } {
  const last = index.at(-1);
  if (last?.path === "__name__") return { fields: index.slice(0, -1), name: last.mode };
  return { fields: index, name: last?.mode === "DESCENDING" ? "DESCENDING" : "ASCENDING" };
}

/** Each field of a collection has indexes of its own, unless an override says otherwise; a group's fields have none. */
function singleIndexes(
  path: string,
  collectionId: string,
  scope: QueryScope,
  { fieldOverrides }: IndexDefinitions,
): IndexField[][] {
  const own = fieldOverrides.filter(({ collectionGroup }) => collectionGroup === collectionId);
  const segments = parseFieldPath(path);
  const paths = segments.map((_, i) => formatFieldPath(segments.slice(0, segments.length - i)));
  const override = [...paths, "*"].map((wanted) => own.find((one) => one.path === wanted)).find(Boolean);
  const automatic = scope === "COLLECTION" ? (["ASCENDING", "DESCENDING", "CONTAINS"] as const) : [];
  const modes = override
    ? override.indexes.filter(({ queryScope }) => queryScope === scope).map(({ mode }) => mode)
    : automatic;
  return modes.map((mode) => [{ path, mode }]);
}

function missingIndex({ equal, orders, nameMode }: Need, collectionGroup: string, queryScope: QueryScope) {
  const fields = [...equal, ...orders];
  const lastMode = orders.at(-1)?.mode;
  if (lastMode && lastMode !== nameMode) fields.push({ path: "__name__", mode: nameMode });
  const [only, ...others] = fields.map(({ path, mode }) => ({ fieldPath: path, ...written(mode) }));
  const { fieldPath, ...mode } = only!;
  const [where, json] =
    others.length > 0
      ? ["indexes", { collectionGroup, queryScope, fields: [only, ...others] }]
      : ["fieldOverrides", { collectionGroup, fieldPath, indexes: [{ queryScope, ...mode }] }];
  return new StatusError(
    "FAILED_PRECONDITION",
    `The query requires an index. Add this to "${where}" in firestore.indexes.json: ${JSON.stringify(json)}`,
  );
}

function written(mode: IndexField["mode"]) {
  return mode === "CONTAINS" ? { arrayConfig: mode } : { order: mode };
}
