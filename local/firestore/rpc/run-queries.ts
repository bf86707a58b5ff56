import { type Aggregation, aggregate } from "../aggregate.ts";
import type { Database } from "../database.ts";
import { parseQuery } from "../parse-query.ts";
import type { StructuredQuery } from "../query.ts";
import type { Consistency } from "../reads.ts";
import { databaseOf } from "../resource-name.ts";
import { runQuery } from "../run-query.ts";
import { StatusError } from "../status-error.ts";
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

/** One answer per result; without a result, one that says when was read. A transaction comes with the first. */
export function runQueryRequest(request: RunQueryRequest, { store, reads }: Database): object[] {
  refuseExplain(request);
  const query = parseQuery(request.parent, request.structuredQuery);
  const run = (time?: number) => runQuery(store, query, time);
  const { results, readTime, transaction } = reads.query(databaseOf(query.parent), run, request);
  const answers = results.map((document) => ({ document: masked(document, query.select), readTime }));
  return transaction || answers.length === 0 ? [{ transaction, readTime }, ...answers] : answers;
}

export function runAggregationQuery(
  request: RunAggregationQueryRequest,
  { store, reads }: Database,
): object[] {
  refuseExplain(request);
  const { structuredQuery, aggregations = [] } = request.structuredAggregationQuery ?? {};
  const query = parseQuery(request.parent, structuredQuery);
  const run = (time?: number) => runQuery(store, query, time);
  const { results, readTime, transaction } = reads.query(databaseOf(query.parent), run, request);
  return [{ result: { aggregateFields: aggregate(results, aggregations) }, readTime, transaction }];
}

function refuseExplain({ explainOptions }: { explainOptions?: unknown }): void {
  if (explainOptions) throw new StatusError("UNIMPLEMENTED", "Explaining queries is not supported here.");
}
