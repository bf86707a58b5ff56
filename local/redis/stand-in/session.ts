import type { Database, Watcher } from "./database.ts";
import type { Protocol, Reply } from "./reply.ts";

/** What MULTI has gathered so far. */
export interface Transaction {
  queued: string[][];
  /** A queued command was refused, so EXEC will refuse all. */
  refused: boolean;
}

interface WatchedKey {
  database: Database;
  key: string;
  existed: boolean;
}

/** One client as the commands see it: its choices, its transaction, its subscriptions. */
export class Session implements Watcher {
  readonly id: number;
  readonly address: string;
  name = "";
  protocol: Protocol = 2;
  database = 0;
  transaction: Transaction | undefined;
  readonly channels = new Set<string>();
  readonly patterns = new Set<string>();
  /** The connection ends after the reply to this command: QUIT. */
  closing = false;
  /** Sends something that is no reply to a command: a published message. */
  readonly push: (reply: Reply) => void;
  #watched: WatchedKey[] = [];
  #watchedChanged = false;

  constructor(id: number, address: string, push: (reply: Reply) => void) {
    this.id = id;
    this.address = address;
    this.push = push;
  }

  get subscriptions(): number {
    return this.channels.size + this.patterns.size;
  }

  watch(database: Database, key: string): void {
    if (this.#watched.some((watched) => watched.database === database && watched.key === key)) return;
    this.#watched.push({ database, key, existed: database.find(key) !== undefined });
    database.watch(key, this);
  }

  unwatchAll(): void {
    for (const { database, key } of this.#watched) database.unwatch(key, this);
    this.#watched = [];
    this.#watchedChanged = false;
  }

  keyChanged(): void {
    this.#watchedChanged = true;
  }

  /** Whether a watched key changed or expired since WATCH. */
  sawChange(): boolean {
    // Looking deletes what has expired, and that counts as a change.
    for (const { database, key, existed } of this.#watched) if (existed) database.find(key);
    return this.#watchedChanged;
  }
}
