import type { StoredDocument, Timestamp } from "./value.ts";

/** One document's change within a commit; `before` null: created, `after` null: deleted. */
export type DocumentChange = {
  name: string;
  before: StoredDocument | null;
  after: StoredDocument | null;
  commitTime: Timestamp;
  /** Field paths a masked write named; undefined: the whole document was written. */
  updateMask: string[] | undefined;
};

export type CommitListener = (changes: DocumentChange[]) => void;

/** Every document of every project and database, in memory, with its past versions. */
export class DocumentStore {
  /** Calls `listener` synchronously after each commit, in commit order. Returns a function that stops it. */
  onCommit(_listener: CommitListener): () => void {
    throw new Error("not there yet");
  }

  /** Imports: stores the documents with their own times, all or none, and tells no listener. */
  load(_documents: Iterable<StoredDocument>): void {
    throw new Error("not there yet");
  }

  /** All documents there are now, of all projects and databases. */
  documents(): Iterable<StoredDocument> {
    throw new Error("not there yet");
  }

  /** Deletes all documents of `projects/P/databases/D`. */
  clear(_database: string): void {
    throw new Error("not there yet");
  }
}
