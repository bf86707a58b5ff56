import { type DocumentNode, type DocumentTree, descendants, Forest, type Version } from "./document-tree.ts";
import { parseName } from "./resource-name.ts";
import { StatusError } from "./status-error.ts";
import { Clock, type Micros, toMicros } from "./timestamp.ts";
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

/** How far back can be read, as in production. */
const HISTORY_MICROS = 60 * 60 * 1_000_000;
/** Past versions kept at most, so that a long run of writes can't fill the memory. */
const HISTORY_VERSIONS = 100_000;

/** Every document of every project and database, in memory, with its past versions. */
export class DocumentStore {
  readonly clock = new Clock();
  readonly #forest = new Forest();
  readonly #commitListeners = new Set<CommitListener>();
  readonly #clearListeners = new Set<(database: string) => void>();
  /** Versions that have an older one, by age; `#forgotten` of them have lost it again. */
  #history: { version: Version; node: DocumentNode; tree: DocumentTree }[] = [];
  #forgotten = 0;
  #readableSince: Micros = this.clock.now();
  #lastCommit: Micros = 0;

  /** Calls `listener` synchronously after each commit, in commit order. Returns a function that stops it. */
  onCommit(listener: CommitListener): () => void {
    this.#commitListeners.add(listener);
    return () => this.#commitListeners.delete(listener);
  }

  /** Calls `listener` synchronously after a database was cleared. Returns a function that stops it. */
  onClear(listener: (database: string) => void): () => void {
    this.#clearListeners.add(listener);
    return () => this.#clearListeners.delete(listener);
  }

  /** The time of the last change of any kind: while it stays, so does everything read. */
  get lastCommit(): Micros {
    return this.#lastCommit;
  }

  /** The document at a time, or now; null if it doesn't exist. */
  get(name: string, time?: Micros): StoredDocument | null {
    return this.#forest.find(name)?.at(time) ?? null;
  }

  /** The place of a document or of a database's root (`…/documents`). */
  node(name: string): DocumentNode | undefined {
    return this.#forest.find(name);
  }

  tree(name: string): DocumentTree | undefined {
    return this.#forest.trees.get(parseName(name).root);
  }

  /** Checks that the past can be read at `time`. Throws FAILED_PRECONDITION. */
  checkReadTime(time: Micros): void {
    const oldest = Math.max(this.#readableSince, this.clock.now() - HISTORY_MICROS);
    if (time < oldest)
      throw new StatusError("FAILED_PRECONDITION", "The requested snapshot version is too old.");
    if (time > this.clock.now()) {
      throw new StatusError("INVALID_ARGUMENT", "The requested read time is in the future.");
    }
  }

  /** Makes the changes, all at `commitTime` (from `clock.next()`), then tells the listeners. */
  apply(changes: DocumentChange[], commitTime: Micros): void {
    for (const { name, after } of changes) this.#put(name, after, commitTime);
    this.#forgetOldVersions();
    if (changes.length === 0) return;
    this.#lastCommit = commitTime;
    for (const listener of this.#commitListeners) listener(changes);
  }

  /** Imports: stores the documents with their own times, all or none, and tells no listener. */
  load(documents: Iterable<StoredDocument>): void {
    const all = [...documents];
    for (const { name } of all) parseName(name);
    for (const document of all) {
      const { tree, path } = this.#forest.treeOf(document.name);
      const since = toMicros(document.updateTime);
      tree.findOrAdd(path).newest = { document, since, older: null };
    }
    this.#lastCommit = this.clock.next();
  }

  /** All documents there are now, of all projects and databases. */
  *documents(): Iterable<StoredDocument> {
    for (const tree of this.#forest.trees.values()) {
      for (const node of descendants(tree.root)) {
        const document = node.at();
        if (document) yield document;
      }
    }
  }

  /** Deletes all documents of `projects/P/databases/D`, with their past, and tells no commit listener. */
  clear(database: string): void {
    this.#forest.trees.delete(`${database}/documents`);
    this.#lastCommit = this.clock.next();
    for (const listener of this.#clearListeners) listener(database);
  }

  #put(name: string, document: StoredDocument | null, since: Micros): void {
    const { tree, path } = this.#forest.treeOf(name);
    const node = tree.findOrAdd(path);
    const version = { document, since, older: node.newest };
    node.newest = version;
    this.#history.push({ version, node, tree });
  }

  #forgetOldVersions(): void {
    const oldest = this.clock.now() - HISTORY_MICROS;
    while (this.#history.length - this.#forgotten > HISTORY_VERSIONS) this.#forgetVersion();
    while (this.#forgotten < this.#history.length && this.#history[this.#forgotten]!.version.since < oldest) {
      this.#forgetVersion();
    }
    if (this.#forgotten < HISTORY_VERSIONS) return;
    this.#history = this.#history.slice(this.#forgotten);
    this.#forgotten = 0;
  }

  #forgetVersion(): void {
    const { version, node, tree } = this.#history[this.#forgotten++]!;
    version.older = null;
    this.#readableSince = version.since;
    tree.prune(node);
  }
}
