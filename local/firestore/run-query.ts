import { type DocumentNode, descendants } from "./document-tree.ts";
import { getField } from "./field-path.ts";
import { type Matches, matcher } from "./match-filter.ts";
import { type Cursor, isName, type Order, type Query } from "./query.ts";
import type { DocumentStore } from "./store.ts";
import type { Micros } from "./timestamp.ts";
import type { StoredDocument, Value } from "./value.ts";
import { compareValues } from "./value-order.ts";

/** Returns the query's results in order, whole (`select` is not applied), as of a time or now. */
export function runQuery(store: DocumentStore, query: Query, time?: Micros): StoredDocument[] {
  const { offset, limit } = query;
  const keyed = keyedMatches(store, query, time);
  const end = limit === undefined ? undefined : offset + limit;
  return sorted(keyed, query)
    .slice(offset, end)
    .map(({ document }) => document);
}

/** Returns a function that tells whether a document is among the results, offset and limit aside. */
export function resultTest(query: Query): Matches {
  const matches = matcher(query.where);
  const within = rangeTest(query);
  return (document) => {
    if (!isInScope(query, document.name) || !matches(document)) return false;
    const keyed = withKeys(document, query.orderBy);
    return keyed !== null && within(keyed);
  };
}

/** A document with the values it is sorted by. */
type Keyed = { document: StoredDocument; keys: Value[] };

function keyedMatches(store: DocumentStore, query: Query, time?: Micros): Keyed[] {
  const matches = matcher(query.where);
  const within = rangeTest(query);
  const found: Keyed[] = [];
  for (const node of scan(store, query)) {
    const document = node.at(time);
    if (!document || !matches(document)) continue;
    const keyed = withKeys(document, query.orderBy);
    if (keyed && within(keyed)) found.push(keyed);
  }
  return found;
}

/** Everything in the query's scope, whether it matches or not; one collection comes in the order of its ids. */
function* scan(store: DocumentStore, query: Query): Iterable<DocumentNode> {
  const { parent, collectionId, allDescendants } = query;
  const node = store.node(parent);
  if (!node) return;
  if (!allDescendants) {
    for (const collection of node.collections.values()) {
      if (collectionId === undefined || collection.id === collectionId) yield* collection.sorted();
    }
  } else if (collectionId === undefined) {
    yield* descendants(node);
  } else {
    for (const collection of store.tree(parent)!.groups.get(collectionId) ?? []) {
      if (`${collection.parent.name}/`.startsWith(`${parent}/`)) yield* collection.sorted();
    }
  }
}

function isInScope({ parent, collectionId, allDescendants }: Query, name: string): boolean {
  if (!name.startsWith(`${parent}/`)) return false;
  const below = name.slice(parent.length + 1).split("/");
  return (allDescendants || below.length === 2) && (collectionId ?? below.at(-2)) === below.at(-2);
}

/** Null if the document lacks a field that the query orders by: then it is no result. */
function withKeys(document: StoredDocument, orderBy: Order[]): Keyed | null {
  const keys: Value[] = [];
  for (const { path } of orderBy) {
    const value = isName(path) ? nameValue(document) : getField(document.fields, path);
    if (!value) return null;
    keys.push(value);
  }
  return { document, keys };
}

function nameValue({ name }: StoredDocument): Value {
  return { valueType: "referenceValue", referenceValue: name };
}

function compareKeyed(orderBy: Order[]): (a: Keyed, b: Keyed) => number {
  return (a, b) => {
    for (const [i, { direction }] of orderBy.entries()) {
      const order = compareValues(a.keys[i]!, b.keys[i]!);
      if (order !== 0) return order * direction;
    }
    return 0;
  };
}

function sorted(keyed: Keyed[], query: Query): Keyed[] {
  const { orderBy, allDescendants } = query;
  const [first] = orderBy;
  const scannedInOrder = !allDescendants && query.collectionId !== undefined && isName(first!.path);
  if (!scannedInOrder) return keyed.sort(compareKeyed(orderBy));
  return first!.direction === 1 ? keyed : keyed.reverse();
}

/** Returns a function that tells whether a document lies between the query's cursors. */
function rangeTest({ startAt, endAt, orderBy }: Query): (keyed: Keyed) => boolean {
  if (!startAt && !endAt) return () => true;
  return (keyed) => {
    if (startAt && !isAfter(keyed, startAt, orderBy)) return false;
    return !endAt || !isAfter(keyed, endAt, orderBy);
  };
}

function isAfter(keyed: Keyed, { values, before }: Cursor, orderBy: Order[]): boolean {
  for (const [i, value] of values.entries()) {
    const order = compareValues(keyed.keys[i]!, value) * orderBy[i]!.direction;
    if (order !== 0) return order > 0;
  }
  return before;
}
