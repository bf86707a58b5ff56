import type { IndexDefinitions } from "./index-definitions.ts";
import { parseQuery } from "./parse-query.ts";
import type { Query, StructuredQuery } from "./query.ts";
import { type Consistency, type Read, Reads } from "./reads.ts";
import { checkIndexes } from "./required-index.ts";
import { runQuery } from "./run-query.ts";
import type { DocumentStore } from "./store.ts";
import type { Micros } from "./timestamp.ts";
import { Transactions } from "./transaction.ts";
import type { StoredDocument } from "./value.ts";

/** What requests are answered from. */
export class Database {
  readonly store: DocumentStore;
  readonly transactions: Transactions;
  readonly reads: Reads;
  readonly #indexes: IndexDefinitions | undefined;

  /** Without `indexes`, queries need none. */
  constructor(store: DocumentStore, indexes?: IndexDefinitions) {
    this.store = store;
    this.transactions = new Transactions(store);
    this.reads = new Reads(store, this.transactions);
    this.#indexes = indexes;
  }

  /** Checks a query and the indexes it needs. Throws INVALID_ARGUMENT or FAILED_PRECONDITION. */
  parseQuery(
    parent: string | undefined,
    written: StructuredQuery | undefined,
    aggregated: string[] = [],
  ): Query {
    const query = parseQuery(parent, written);
    if (this.#indexes) checkIndexes(query, this.#indexes, aggregated);
    return query;
  }

  /** Returns the results, whole and in order, as they are for the request. Throws ABORTED in a transaction. */
  runQuery(query: Query, consistency: Consistency): Read<StoredDocument> {
    const run = (time?: Micros) => runQuery(this.store, query, time);
    return this.reads.query(run, consistency);
  }
}
