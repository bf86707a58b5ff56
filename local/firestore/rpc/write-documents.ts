import { randomBytes } from "node:crypto";
import { type Precondition, type Write, writtenName } from "../apply-write.ts";
import { type CommitResult, commitWrites } from "../commit.ts";
import type { Database } from "../database.ts";
import { checkDatabase, checkDocumentName, databaseOf, parseName } from "../resource-name.ts";
import { invalidArgument, StatusError } from "../status-error.ts";
import type { TransactionOptions } from "../transaction.ts";
import type { Fields, StoredDocument } from "../value.ts";
import { type DocumentMask, masked, maskPaths } from "./get-documents.ts";

export type CommitRequest = { database?: string; writes?: Write[]; transaction?: Buffer };
export type TransactionRequest = { database?: string; transaction?: Buffer; options?: TransactionOptions };
export type CreateDocumentRequest = {
  parent?: string;
  collectionId?: string;
  documentId?: string;
  document?: { fields?: Fields };
  mask?: DocumentMask;
};
export type UpdateDocumentRequest = {
  document?: { name?: string; fields?: Fields };
  updateMask?: DocumentMask;
  mask?: DocumentMask;
  currentDocument?: Precondition;
};
export type DeleteDocumentRequest = { name?: string; currentDocument?: Precondition };

export function beginTransaction(request: TransactionRequest, { transactions }: Database): object {
  checkDatabase(request.database);
  return { transaction: transactions.begin(request.options) };
}

export function rollback(request: TransactionRequest, { transactions }: Database): object {
  checkDatabase(request.database);
  transactions.rollback(request.transaction ?? Buffer.alloc(0));
  return {};
}

export function commit(request: CommitRequest, { store, transactions }: Database): CommitResult {
  const database = checkDatabase(request.database);
  const { writes = [], transaction } = request;
  return transaction?.length
    ? transactions.commit(database, transaction, writes)
    : commitWrites(store, database, writes);
}

/** Each write by itself, in order: one that fails doesn't keep the others from being made. */
export function batchWrite(request: CommitRequest, { store }: Database): object {
  const database = checkDatabase(request.database);
  const { writes = [] } = request;
  if (new Set(writes.map(writtenName)).size < writes.length) {
    throw invalidArgument("Cannot write to the same document more than once in one batch.");
  }
  const outcomes = writes.map((write) => {
    try {
      return { status: {}, writeResult: commitWrites(store, database, [write]).writeResults[0] };
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return { status: { code: error.code, message: error.details }, writeResult: {} };
    }
  });
  return {
    status: outcomes.map(({ status }) => status),
    writeResults: outcomes.map(({ writeResult }) => writeResult),
  };
}

/** Throws ALREADY_EXISTS. */
export function createDocument(request: CreateDocumentRequest, database: Database): StoredDocument {
  const { parent, collectionId, documentId, document, mask } = request;
  const name = `${parent}/${collectionId}/${documentId || newId()}`;
  if (!collectionId || parseName(name).path.length % 2 === 1)
    throw invalidArgument(`"${name}" names no document.`);
  const update = { name, fields: document?.fields };
  return writeOne({ update, currentDocument: { exists: false } }, database, mask);
}

export function updateDocument(request: UpdateDocumentRequest, database: Database): StoredDocument {
  const { document, updateMask, currentDocument, mask } = request;
  return writeOne({ update: document ?? {}, updateMask, currentDocument }, database, mask);
}

export function deleteDocument(request: DeleteDocumentRequest, { store }: Database): object {
  const { name = "", currentDocument } = request;
  commitWrites(store, databaseOf(name), [{ delete: name, currentDocument }]);
  return {};
}

function writeOne(write: Write, { store }: Database, mask: DocumentMask | undefined): StoredDocument {
  const paths = maskPaths(mask);
  const name = writtenName(write);
  const database = databaseOf(name);
  checkDocumentName(name, database);
  commitWrites(store, database, [write]);
  return masked(store.get(name)!, paths);
}

/** 20 characters, as clients make them. */
function newId(): string {
  return randomBytes(15).toString("base64url").replace(/[-_]/g, "0");
}
