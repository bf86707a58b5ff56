import { type Aggregation, aggregate, aggregatedFields } from "../aggregate.ts";
import type { Database } from "../database.ts";
import { type PageRequest, pageOf } from "../paging.ts";
import { checkPartitionable, partitionPoints } from "../partition-query.ts";
import type { StructuredQuery } from "../query.ts";
import type { Consistency } from "../reads.ts";
import { invalidArgument, StatusError } from "../status-error.ts";
import { compareNames } from "../value-order.ts";
import { masked } from "./get-documents.ts";

export type RunQueryRequest = Consistency & {
  parent?: string;
  structuredQuery?: StructuredQuery;
  explainOptions?: unknown;
};
export type RunAggregationQueryRequest = Consistency & {
  parent?: string;
  structuredAggregationQuery?: { structuredQuery?: StructuredQuery; aggregations?: Aggregation[] };
  explainOptions?: unknown;
};

export type PartitionQueryRequest = Consistency &
  PageRequest & { parent?: string; structuredQuery?: StructuredQuery; partitionCount?: string };

/** One answer per result; without a result, one that says when was read. A transaction comes with the first. */
export function runQueryRequest(request: RunQueryRequest, database: Database): object[] {
  refuseExplain(request);
  const query = database.parseQuery(request.parent, request.structuredQuery);
  const { results, readTime, transaction } = database.runQuery(query, request);
  const answers = results.map((document) => ({ document: masked(document, query.select), readTime }));
  return transaction || answers.length === 0 ? [{ transaction, readTime }, ...answers] : answers;
}

export function runAggregationQuery(request: RunAggregationQueryRequest, database: Database): object[] {
  refuseExplain(request);
  const { structuredQuery, aggregations = [] } = request.structuredAggregationQuery ?? {};
  const query = database.parseQuery(request.parent, structuredQuery, aggregatedFields(aggregations));
  const { results, readTime, transaction } = database.runQuery(query, request);
  return [{ result: { aggregateFields: aggregate(results, aggregations) }, readTime, transaction }];
}

/** Answers cursors that split a collection group, for clients that read its parts in parallel. */
export function partitionQuery(request: PartitionQueryRequest, database: Database): object {
  const query = database.parseQuery(request.parent, request.structuredQuery);
  checkPartitionable(query);
  const { partitionCount = "0" } = request;
  if (Number(partitionCount) < 1) throw invalidArgument("The partition count must be at least 1.");
  const points = partitionPoints(database.runQuery(query, request).results, Number(partitionCount));
  const { page, nextPageToken } = pageOf(points, request, compareNames);
  const partitions = page.map((name) => ({
    values: [{ valueType: "referenceValue", referenceValue: name }],
    before: true,
  }));
  return { partitions, nextPageToken };
}

function refuseExplain({ explainOptions }: { explainOptions?: unknown }): void {
  if (explainOptions) throw new StatusError("UNIMPLEMENTED", "Explaining queries is not supported here.");
}
