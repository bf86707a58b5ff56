import type { FieldPath } from "./field-path.ts";
import type { Value } from "./value.ts";

/** google.firestore.v1.StructuredQuery and its parts, as they arrive. */
export type StructuredQuery = {
  select?: { fields?: FieldReference[] };
  from?: { collectionId?: string; allDescendants?: boolean }[];
  where?: WireFilter;
  orderBy?: { field?: FieldReference; direction?: string }[];
  startAt?: WireCursor;
  endAt?: WireCursor;
  offset?: number;
  limit?: { value?: number } | null;
  findNearest?: unknown;
};
export type FieldReference = { fieldPath?: string };
export type WireCursor = { values?: Value[]; before?: boolean };
export type WireFilter = {
  compositeFilter?: { op?: string; filters?: WireFilter[] };
  fieldFilter?: { field?: FieldReference; op?: string; value?: Value };
  unaryFilter?: { field?: FieldReference; op?: string };
};

/** A checked query, with everything said that Firestore otherwise implies. */
export type Query = {
  /** `projects/P/databases/D/documents`, or a document below it. */
  parent: string;
  /** Undefined: collections of any id. */
  collectionId: string | undefined;
  allDescendants: boolean;
  where: Filter | null;
  /** Ends with `__name__`. */
  orderBy: Order[];
  startAt: Cursor | null;
  endAt: Cursor | null;
  offset: number;
  limit: number | undefined;
  select: FieldPath[] | undefined;
};

export type Operator =
  | "EQUAL"
  | "NOT_EQUAL"
  | "LESS_THAN"
  | "LESS_THAN_OR_EQUAL"
  | "GREATER_THAN"
  | "GREATER_THAN_OR_EQUAL"
  | "IN"
  | "NOT_IN"
  | "ARRAY_CONTAINS"
  | "ARRAY_CONTAINS_ANY";

export type FieldFilter = { kind: "field"; path: FieldPath; op: Operator; value: Value };
export type CompositeFilter = { kind: "and"; filters: Filter[] } | { kind: "or"; filters: Filter[] };
export type Filter = FieldFilter | CompositeFilter;

export type Order = { path: FieldPath; direction: 1 | -1 };

/** A place between results: the values of the first orders, and whether it lies before or after what equals them. */
export type Cursor = { values: Value[]; before: boolean };

export function isName(path: FieldPath): boolean {
  return path.length === 1 && path[0] === "__name__";
}

const INEQUALITIES: Operator[] = [
  "LESS_THAN",
  "LESS_THAN_OR_EQUAL",
  "GREATER_THAN",
  "GREATER_THAN_OR_EQUAL",
  "NOT_EQUAL",
  "NOT_IN",
];

export function isInequality({ op }: FieldFilter): boolean {
  return INEQUALITIES.includes(op);
}

/** The filters on single fields, from anywhere within. */
export function fieldFilters(filter: Filter | null): FieldFilter[] {
  if (!filter) return [];
  return filter.kind === "field" ? [filter] : filter.filters.flatMap(fieldFilters);
}
