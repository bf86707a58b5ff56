import type { Database } from "../database.ts";
import { type PageRequest, pageOf } from "../paging.ts";
import { parseQuery } from "../parse-query.ts";
import type { StructuredQuery } from "../query.ts";
import type { Consistency } from "../reads.ts";
import { parseName } from "../resource-name.ts";
import { runQuery } from "../run-query.ts";
import { invalidArgument } from "../status-error.ts";
import type { Micros } from "../timestamp.ts";
import type { StoredDocument } from "../value.ts";
import { compareNames, compareStrings } from "../value-order.ts";
import { type DocumentMask, masked, maskPaths } from "./get-documents.ts";

export type ListDocumentsRequest = Consistency &
  PageRequest & {
    parent?: string;
    collectionId?: string;
    orderBy?: string;
    mask?: DocumentMask;
    showMissing?: boolean;
  };

export type ListCollectionIdsRequest = Consistency & PageRequest & { parent?: string };

/** With `showMissing`, lists documents too that don't exist but have some below them: by name only. */
export function listDocuments(request: ListDocumentsRequest, database: Database): object {
  const { parent = "", collectionId, orderBy, showMissing } = request;
  if (showMissing && orderBy)
    throw invalidArgument("Missing documents can only be listed in the order of names.");
  const query = parseQuery(parent, { from: [{ collectionId }], orderBy: parseOrderBy(orderBy) });
  const run = (time?: Micros) => [
    ...runQuery(database.store, query, time),
    ...(showMissing && collectionId ? missingDocuments(database, parent, collectionId, time) : []),
  ];
  const { results } = database.reads.query(run, request);
  const byName = new Map<string, Listed>(results.map((document) => [document.name, document]));
  const names = [...byName.keys()];
  const { page, nextPageToken } = orderBy
    ? pageOf(names, request, comparePlaces(names))
    : pageOf(names.sort(compareNames), request, compareNames);
  const paths = maskPaths(request.mask);
  const documents = page.map((name) => {
    const listed = byName.get(name)!;
    return "fields" in listed ? masked(listed, paths) : listed;
  });
  return { documents, nextPageToken };
}

/** The ids of the collections that have documents, right below the parent or further down. */
export function listCollectionIds(request: ListCollectionIdsRequest, { store, reads }: Database): object {
  const { parent = "" } = request;
  if (parseName(parent).path.length % 2 === 1) throw invalidArgument(`"${parent}" is not a document's name.`);
  const run = (time?: Micros) =>
    [...(store.node(parent)?.collections.values() ?? [])]
      .filter((collection) =>
        [...collection.documents.values()].some((node) => node.existsOrHasDescendants(time)),
      )
      .map(({ id }) => id);
  const { results } = reads.query(run, request);
  const { page, nextPageToken } = pageOf(results.sort(compareStrings), request, compareStrings);
  return { collectionIds: page, nextPageToken };
}

type Listed = StoredDocument | { name: string };

function missingDocuments(
  { store }: Database,
  parent: string,
  collectionId: string,
  time?: Micros,
): Listed[] {
  const nodes = [...(store.node(parent)?.collections.get(collectionId)?.documents.values() ?? [])];
  return nodes.filter((node) => !node.at(time) && node.hasDescendants(time)).map(({ name }) => ({ name }));
}

function comparePlaces(names: string[]): (a: string, b: string) => number {
  const places = new Map(names.map((name, place) => [name, place]));
  return (a, b) => {
    if (!places.has(b)) throw invalidArgument("The page token is no longer valid: its document has gone.");
    return places.get(a)! - places.get(b)!;
  };
}

/** Reads `a, b.c desc`. */
function parseOrderBy(text: string | undefined): StructuredQuery["orderBy"] {
  if (!text) return undefined;
  return text.split(",").map((part) => {
    const [, fieldPath, direction] = /^\s*(.*?)(?:\s+(asc|desc))?\s*$/i.exec(part)!;
    return {
      field: { fieldPath },
      direction: direction?.toLowerCase() === "desc" ? "DESCENDING" : "ASCENDING",
    };
  });
}
