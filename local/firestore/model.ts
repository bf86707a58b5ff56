/**
 * Firestore as small as can be, for tests to compare the real one with: documents in a Map, queries by
 * looking at each. It's written from the documentation, and shares no code with the emulator.
 */

export type Data = { [field: string]: unknown };
export type WhereOp =
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "not-in"
  | "array-contains"
  | "array-contains-any";
export type ModelQuery = {
  collection: string;
  group: boolean;
  filters: { field: string; op: WhereOp; value: unknown }[];
  orderBy: { field: string; descending: boolean } | null;
  limit: number | null;
  startAfter: unknown;
};
/** Says that a field's new value depends on its old one. */
export type Change = { increment: number } | { union: unknown[] } | { remove: unknown[] } | "delete";

export class Model {
  readonly documents = new Map<string, Data>();

  /** Returns the gRPC code it fails with, 0 if it doesn't. */
  create(path: string, data: Data): number {
    if (this.documents.has(path)) return 6;
    this.documents.set(path, data);
    return 0;
  }

  set(path: string, data: Data): number {
    this.documents.set(path, data);
    return 0;
  }

  merge(path: string, data: Data): number {
    this.documents.set(path, { ...this.documents.get(path), ...data });
    return 0;
  }

  change(path: string, field: string, change: Change): number {
    const before = this.documents.get(path);
    if (!before) return 5;
    const { [field]: old, ...others } = before;
    const after = change === "delete" ? others : { ...others, [field]: changed(old, change) };
    this.documents.set(path, after);
    return 0;
  }

  delete(path: string): number {
    this.documents.delete(path);
    return 0;
  }

  /** Returns the paths of the results. */
  query(query: ModelQuery): string[] {
    const orders = ordersOf(query);
    const results = [...this.documents]
      .filter(([path]) => isIn(path, query))
      .filter(([, data]) => orders.every(({ field }) => field in data))
      .filter(([, data]) => query.filters.every(({ field, op, value }) => fits(data, field, op, value)))
      .filter(([, data]) => isAfterStart(data, query))
      .sort(([pathA, a], [pathB, b]) => {
        for (const { field, descending } of orders) {
          const order = compare(a[field], b[field]);
          if (order !== 0) return descending ? -order : order;
        }
        const last = orders.at(-1);
        return compareText(pathA, pathB) * (last?.descending ? -1 : 1);
      });
    return results.slice(0, query.limit ?? results.length).map(([path]) => path);
  }
}

function changed(old: unknown, change: Exclude<Change, "delete">): unknown {
  if ("increment" in change) return typeof old === "number" ? old + change.increment : change.increment;
  const array = Array.isArray(old) ? old : [];
  if ("remove" in change) return array.filter((element) => !has(change.remove, element));
  const added = change.union.filter((element, i) => !has([...array, ...change.union.slice(0, i)], element));
  return [...array, ...added];
}

function has(elements: unknown[], wanted: unknown): boolean {
  return elements.some((element) => compare(element, wanted) === 0);
}

function isIn(path: string, { collection, group }: ModelQuery): boolean {
  const segments = path.split("/");
  return segments.at(-2) === collection && (group || segments.length === 2);
}

function ordersOf({ filters, orderBy }: ModelQuery): { field: string; descending: boolean }[] {
  const explicit = orderBy ? [orderBy] : [];
  const descending = orderBy?.descending ?? false;
  const unequal = filters.filter(({ op }) => ["<", "<=", ">", ">=", "!=", "not-in"].includes(op));
  const fields = [...new Set(unequal.map(({ field }) => field))].sort();
  return [
    ...explicit,
    ...fields.filter((field) => field !== orderBy?.field).map((field) => ({ field, descending })),
  ];
}

function isAfterStart(data: Data, { orderBy, startAfter }: ModelQuery): boolean {
  if (!orderBy || startAfter === undefined) return true;
  const order = compare(data[orderBy.field], startAfter);
  return orderBy.descending ? order < 0 : order > 0;
}

function fits(data: Data, field: string, op: WhereOp, operand: unknown): boolean {
  if (!(field in data)) return false;
  const value = data[field];
  const same = (other: unknown) => compare(value, other) === 0;
  const among = Array.isArray(operand) ? operand : [];
  const inRange = rank(value) === rank(operand) && Number.isNaN(value) === Number.isNaN(operand);
  if (op === "==") return same(operand);
  if (op === "!=") return value !== null && !same(operand);
  if (op === "in") return among.some(same);
  if (op === "not-in") return value !== null && !among.includes(null) && !among.some(same);
  if (op === "array-contains") return Array.isArray(value) && has(value, operand);
  if (op === "array-contains-any") return Array.isArray(value) && among.some((one) => has(value, one));
  const order = compare(value, operand);
  if (op === "<") return inRange && order < 0;
  if (op === "<=") return inRange && order <= 0;
  if (op === ">") return inRange && order > 0;
  return inRange && order >= 0;
}

const RANKS = ["null", "boolean", "number", "string", "array", "map"];

function rank(value: unknown): number {
  const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return RANKS.indexOf(type === "object" ? "map" : type);
}

/** Orders any two values. */
export function compare(a: unknown, b: unknown): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (a === null) return 0;
  if (typeof a === "boolean") return Number(a) - Number(b);
  if (typeof a === "string") return compareText(a, b as string);
  if (typeof a === "number") return compareNumbers(a, b as number);
  if (Array.isArray(a)) return compareLists(a, b as unknown[]);
  return compareLists(sortedEntries(a as Data), sortedEntries(b as Data));
}

function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  if (Number.isNaN(b)) return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function compareLists(a: unknown[], b: unknown[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compare(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Keys and values in turn, by key. */
function sortedEntries(data: Data): unknown[] {
  return Object.entries(data)
    .sort(([a], [b]) => compareText(a, b))
    .flat();
}
