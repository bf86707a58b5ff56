import type { Database } from "../database.ts";
import { type FieldPath, parseFieldPath, pickFields } from "../field-path.ts";
import type { Consistency } from "../reads.ts";
import { checkDatabase, checkDocumentName, databaseOf } from "../resource-name.ts";
import type { StoredDocument } from "../value.ts";

export type DocumentMask = { fieldPaths?: string[] };

export type GetDocumentRequest = Consistency & { name?: string; mask?: DocumentMask };
export type BatchGetDocumentsRequest = Consistency & {
  database?: string;
  documents?: string[];
  mask?: DocumentMask;
};

/** Throws NOT_FOUND. */
export async function getDocument(request: GetDocumentRequest, { reads }: Database): Promise<StoredDocument> {
  const name = checkDocumentName(request.name, databaseOf(request.name ?? ""));
  return masked(await reads.document(name, request), maskPaths(request.mask));
}

/** Answers each document once, found or missing, in the order asked for; a transaction comes by itself, first. */
export async function batchGetDocuments(
  request: BatchGetDocumentsRequest,
  { reads }: Database,
): Promise<object[]> {
  const database = checkDatabase(request.database);
  const names = [...new Set(request.documents)].map((name) => checkDocumentName(name, database));
  const paths = maskPaths(request.mask);
  const { results, readTime, transaction } = await reads.documents(names, request);
  const answers: object[] = results.map((document, i) =>
    document ? { found: masked(document, paths), readTime } : { missing: names[i], readTime },
  );
  return transaction || answers.length === 0 ? [{ transaction, readTime }, ...answers] : answers;
}

/** The paths of a mask; undefined: everything. Throws INVALID_ARGUMENT. */
export function maskPaths(mask: DocumentMask | null | undefined): FieldPath[] | undefined {
  return mask ? (mask.fieldPaths ?? []).map(parseFieldPath) : undefined;
}

export function masked(document: StoredDocument, paths: FieldPath[] | undefined): StoredDocument {
  return paths ? { ...document, fields: pickFields(document.fields, paths) } : document;
}
