import { isName, type Query } from "./query.ts";
import { invalidArgument } from "./status-error.ts";
import type { StoredDocument } from "./value.ts";

/** Only a whole collection group, in the order of names, can be split. Throws INVALID_ARGUMENT. */
export function checkPartitionable({ allDescendants, collectionId, where, orderBy, ...query }: Query): void {
  const byName = orderBy.length === 1 && isName(orderBy[0]!.path) && orderBy[0]!.direction === 1;
  const whole = !where && !query.startAt && !query.endAt && !query.offset && query.limit === undefined;
  if (allDescendants && collectionId && byName && whole) return;
  throw invalidArgument("Only queries for a whole collection group, ordered by name, can be partitioned.");
}

/** Returns the names of at most `count` documents that split the results, which are in order, into about equal parts. */
export function partitionPoints(results: StoredDocument[], count: number): string[] {
  const parts = Math.min(count + 1, Math.max(1, results.length));
  return Array.from(
    { length: parts - 1 },
    (_, i) => results[Math.floor(((i + 1) * results.length) / parts)]!.name,
  );
}
