import { randomBytes } from "node:crypto";
import { type Write, writtenName } from "./apply-write.ts";
import { type CommitResult, commitWrites } from "./commit.ts";
import { invalidArgument, StatusError } from "./status-error.ts";
import type { DocumentStore } from "./store.ts";
import { type Micros, toMicros } from "./timestamp.ts";
import { Turns } from "./turns.ts";
import type { StoredDocument, Timestamp } from "./value.ts";

/*
 * Transactions are optimistic: they note what they read, and what was read must still be so when they read
 * on and when they commit; otherwise they are ABORTED, and the client tries again. To spare those retries,
 * transactions that read the same document take turns, as long as each is quick.
 */

/** google.firestore.v1.TransactionOptions */
export type TransactionOptions = {
  readOnly?: { readTime?: Timestamp };
  readWrite?: { retryTransaction?: Buffer };
};

type Transaction = {
  id: string;
  /** Read-only transactions read at this time; others read what is there now. */
  readTime: Micros | undefined;
  documents: Map<string, StoredDocument | null>;
  /** Documents whose turn it has, or waits for. */
  turns: Set<string>;
  /** Read again to see whether anything has changed. */
  queries: { run: () => unknown[]; results: unknown[] }[];
  /** `store.lastCommit` when all that was read was last known to be so. */
  validAt: Micros;
  usedAt: number;
};

const MAX_IDLE_MS = 60_000;
const LONGEST_TURN_MS = 1000;
/** Documents of which is remembered that transactions only read them. */
const MAX_REMEMBERED = 10_000;

export class Transactions {
  readonly #store: DocumentStore;
  readonly #open = new Map<string, Transaction>();
  readonly #turns = new Turns<Transaction>(LONGEST_TURN_MS);
  /** Documents that the last transaction to read them left alone: no need to take turns. */
  readonly #onlyRead = new Set<string>();

  constructor(store: DocumentStore) {
    this.#store = store;
  }

  /** Returns the new transaction's id. */
  begin(options: TransactionOptions | undefined): Buffer {
    this.#forgetIdle();
    const { readOnly } = options ?? {};
    const id = randomBytes(12);
    const readTime = readOnly && this.#snapshotTime(readOnly.readTime);
    const transaction: Transaction = {
      id: id.toString("hex"),
      readTime,
      documents: new Map(),
      turns: new Set(),
      queries: [],
      validAt: this.#store.lastCommit,
      usedAt: Date.now(),
    };
    this.#open.set(transaction.id, transaction);
    return id;
  }

  /**
   * Reads documents as the transaction sees them. Waits for others that have read them and may write them.
   * Throws ABORTED if what it read before has changed.
   */
  async readDocuments(
    id: Buffer,
    names: string[],
  ): Promise<{ documents: (StoredDocument | null)[]; time: Micros }> {
    const transaction = this.#find(id);
    const { readTime } = transaction;
    if (readTime !== undefined) {
      return { documents: names.map((name) => this.#store.get(name, readTime)), time: readTime };
    }
    for (const name of [...new Set(names)].sort()) await this.#takeTurn(transaction, name);
    this.#checkStillValid(transaction);
    const documents = names.map((name) => this.#store.get(name));
    for (const [i, name] of names.entries()) transaction.documents.set(name, documents[i]!);
    return { documents, time: this.#store.clock.now() };
  }

  /** Reads by `run`, which gets the time to read at, and reads it again before the commit. Throws ABORTED. */
  readQuery<Result>(id: Buffer, run: (time?: Micros) => Result[]): { results: Result[]; time: Micros } {
    const transaction = this.#find(id);
    const { readTime } = transaction;
    if (readTime !== undefined) return { results: run(readTime), time: readTime };
    this.#checkStillValid(transaction);
    const results = run();
    transaction.queries.push({ run, results });
    return { results, time: this.#store.clock.now() };
  }

  /** Commits and ends the transaction. Throws ABORTED if what it read has changed, or as the writes do. */
  commit(database: string, id: Buffer, writes: Write[]): CommitResult {
    const transaction = this.#find(id);
    const written = new Set(writes.map(writtenName));
    try {
      if (transaction.readTime !== undefined && writes.length > 0) {
        throw invalidArgument("Cannot modify entities in a read-only transaction.");
      }
      this.#checkStillValid(transaction);
      return commitWrites(this.#store, database, writes);
    } finally {
      this.#end(transaction, written);
    }
  }

  /** Ends the transaction without a change. */
  rollback(id: Buffer): void {
    this.#end(this.#find(id), null);
  }

  #find(id: Buffer): Transaction {
    const transaction = this.#open.get(id.toString("hex"));
    if (!transaction) throw invalidArgument("The referenced transaction has expired or is no longer valid.");
    transaction.usedAt = Date.now();
    return transaction;
  }

  #snapshotTime(readTime: Timestamp | undefined): Micros {
    if (!readTime) return this.#store.clock.now();
    const time = toMicros(readTime);
    this.#store.checkReadTime(time);
    return time;
  }

  async #takeTurn(transaction: Transaction, name: string): Promise<void> {
    if (this.#onlyRead.has(name) || transaction.turns.has(name)) return;
    transaction.turns.add(name);
    await this.#turns.take(name, transaction);
  }

  #checkStillValid(transaction: Transaction): void {
    const { lastCommit } = this.#store;
    if (transaction.readTime !== undefined || transaction.validAt === lastCommit) return;
    if (!this.#readsTheSame(transaction)) {
      this.#endTurns(transaction);
      throw new StatusError("ABORTED", "Too much contention on these documents. Please try again.");
    }
    transaction.validAt = lastCommit;
  }

  #readsTheSame({ documents, queries }: Transaction): boolean {
    for (const [name, document] of documents) {
      if (this.#store.get(name) !== document) return false;
    }
    return queries.every(({ run, results }) => sameItems(run(), results));
  }

  /** `written` null: rolled back, which tells nothing about what it would have written. */
  #end(transaction: Transaction, written: Set<string> | null): void {
    this.#open.delete(transaction.id);
    this.#endTurns(transaction);
    for (const name of written ? transaction.documents.keys() : []) {
      if (written!.has(name)) this.#onlyRead.delete(name);
      else if (this.#onlyRead.size < MAX_REMEMBERED) this.#onlyRead.add(name);
    }
  }

  #endTurns(transaction: Transaction): void {
    for (const name of transaction.turns) this.#turns.end(name, transaction);
    transaction.turns.clear();
  }

  #forgetIdle(): void {
    const oldest = Date.now() - MAX_IDLE_MS;
    for (const transaction of this.#open.values()) {
      if (transaction.usedAt < oldest) this.#end(transaction, null);
    }
  }
}

/** Documents are never changed in place, so the same results are the same objects. */
function sameItems(left: unknown[], right: unknown[]): boolean {
  return left.length === right.length && left.every((item, i) => item === right[i]);
}
