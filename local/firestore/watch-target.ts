import type { Database } from "./database.ts";
import type { Matches } from "./match-filter.ts";
import type { Query, StructuredQuery } from "./query.ts";
import { checkDocumentName, databaseOf } from "./resource-name.ts";
import { resultTest, runQuery } from "./run-query.ts";
import { invalidArgument } from "./status-error.ts";
import type { DocumentStore } from "./store.ts";
import type { Micros } from "./timestamp.ts";
import type { StoredDocument, Timestamp } from "./value.ts";

/** google.firestore.v1.Target */
export type ListenTarget = {
  targetId?: number;
  query?: { parent?: string; structuredQuery?: StructuredQuery };
  documents?: { documents?: string[] };
  resumeToken?: Buffer;
  readTime?: Timestamp;
  once?: boolean;
};

/** Something to watch: a query or a list of documents. */
export type Watched = {
  database: string;
  /** What there is to see, now or at a time. */
  results(store: DocumentStore, time?: Micros): StoredDocument[];
  /** Whether a document is part of it. */
  includes: Matches;
  /** Whether one document's change can bring in or push out others, as with a limit. */
  dependent: boolean;
  /** Documents watched by name: the client wants to hear of those too that don't exist. */
  names: string[];
};

/** Throws INVALID_ARGUMENT, or FAILED_PRECONDITION for want of an index. */
export function watchTarget({ query, documents }: ListenTarget, database: Database): Watched {
  if (documents) return watchDocuments(documents.documents ?? []);
  if (query) return watchQuery(database.parseQuery(query.parent, query.structuredQuery));
  throw invalidArgument("A target is a query or documents.");
}

function watchQuery(query: Query): Watched {
  return {
    database: databaseOf(query.parent),
    results: (store, time) => runQuery(store, query, time),
    includes: resultTest(query),
    dependent: query.limit !== undefined || query.offset > 0,
    names: [],
  };
}

function watchDocuments(names: string[]): Watched {
  if (names.length === 0) throw invalidArgument("A documents target needs at least one document.");
  const database = databaseOf(names[0]!);
  for (const name of names) checkDocumentName(name, database);
  const watched = new Set(names);
  return {
    database,
    results: (store, time) =>
      names.map((name) => store.get(name, time)).filter((document) => document !== null),
    includes: ({ name }) => watched.has(name),
    dependent: false,
    names,
  };
}
