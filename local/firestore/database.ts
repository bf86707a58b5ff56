import { Reads } from "./reads.ts";
import type { DocumentStore } from "./store.ts";
import { Transactions } from "./transaction.ts";

/** What requests are answered from. */
export type Database = {
  store: DocumentStore;
  transactions: Transactions;
  reads: Reads;
};

export function openDatabase(store: DocumentStore): Database {
  const transactions = new Transactions(store);
  return { store, transactions, reads: new Reads(store, transactions) };
}
