import { StatusError } from "./status-error.ts";
import type { DocumentStore } from "./store.ts";
import { type Micros, toMicros, toTimestamp } from "./timestamp.ts";
import type { TransactionOptions, Transactions } from "./transaction.ts";
import type { StoredDocument, Timestamp } from "./value.ts";

/** What every reading request may say about when to read; one of them at most is set. */
export type Consistency = {
  transaction?: Buffer;
  newTransaction?: TransactionOptions;
  readTime?: Timestamp;
};

/** What was read, when, and the transaction that was begun for it, if one was asked for. */
export type Read<Result> = { results: Result[]; readTime: Timestamp; transaction?: Buffer };

/** The one place where requests read: now, at a past time, or as a transaction sees it. */
export class Reads {
  readonly #store: DocumentStore;
  readonly #transactions: Transactions;

  constructor(store: DocumentStore, transactions: Transactions) {
    this.#store = store;
    this.#transactions = transactions;
  }

  /** Reads documents, null for those that don't exist. */
  async documents(names: string[], consistency: Consistency): Promise<Read<StoredDocument | null>> {
    const { begun, transaction } = this.#transaction(consistency);
    if (!transaction) {
      const time = this.#time(consistency);
      return { results: names.map((name) => this.#store.get(name, time)), readTime: this.#answerTime(time) };
    }
    const { documents, time } = await this.#transactions.readDocuments(transaction, names);
    return { results: documents, readTime: toTimestamp(time), transaction: begun };
  }

  /** Reads by `run`, which gets the time to read at, undefined for now. */
  query<Result>(run: (time?: Micros) => Result[], consistency: Consistency): Read<Result> {
    const { begun, transaction } = this.#transaction(consistency);
    if (!transaction) {
      const time = this.#time(consistency);
      return { results: run(time), readTime: this.#answerTime(time) };
    }
    const { results, time } = this.#transactions.readQuery(transaction, run);
    return { results, readTime: toTimestamp(time), transaction: begun };
  }

  /** Reads one document. Throws NOT_FOUND. */
  async document(name: string, consistency: Consistency): Promise<StoredDocument> {
    const { results } = await this.documents([name], consistency);
    if (!results[0]) throw new StatusError("NOT_FOUND", `Document "${name}" not found.`);
    return results[0];
  }

  #transaction({ transaction, newTransaction }: Consistency) {
    const begun = newTransaction ? this.#transactions.begin(newTransaction) : undefined;
    return { begun, transaction: begun ?? (transaction?.length ? transaction : undefined) };
  }

  #time({ readTime }: Consistency): Micros | undefined {
    if (!readTime) return undefined;
    const time = toMicros(readTime);
    this.#store.checkReadTime(time);
    return time;
  }

  #answerTime(time: Micros | undefined): Timestamp {
    return toTimestamp(time ?? this.#store.clock.now());
  }
}
