import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { LastState, LastThread } from "../state/last-state.ts";

/** Changes with the files that say what conversations, messages and the state look like (see vite.config.ts). */
const SHAPE: string = import.meta.env?.VITE_STATE_SHAPE ?? "unbuilt";

const KEPT_THREADS = 12;
/** ms. Without an answer by then the dashboard starts without what was kept. */
const PATIENCE = 400;

type Stored<T> = T & { shape: string };

interface LastStateSchema extends DBSchema {
  state: { key: "last"; value: Stored<LastState> };
  threads: {
    key: string;
    value: Stored<LastThread> & { conversation_id: string; used_at: number };
    indexes: { used_at: number };
  };
}

export type Kept = { state: LastState; threads: readonly LastThread[] };

/** What this browser shows before the server says a word, and instead of it while there is no network. */
export type LastStateStorage = {
  /** Null: nothing was kept, or by another version, or it can't be read. */
  load(): Promise<Kept | null>;
  save(state: LastState): Promise<void>;
  saveThread(thread: LastThread): Promise<void>;
  forgetThreads(): Promise<void>;
  /** Erased conversations leave nothing behind. */
  forgetThread(conversationId: string): Promise<void>;
};

/** Opens what one agent's browser keeps. Where the browser forbids that, nothing is kept; nothing ever throws. */
export function openLastStateStorage(agentId: string): LastStateStorage {
  let database: Promise<IDBPDatabase<LastStateSchema>> | null = null;
  const open = () => {
    database ??= openDB<LastStateSchema>(`live-chat:${agentId}:last-state`, 1, {
      upgrade(created) {
        created.createObjectStore("state");
        created
          .createObjectStore("threads", { keyPath: "conversation_id" })
          .createIndex("used_at", "used_at");
      },
      // Another tab signs out: whoever held on to it would keep it from being deleted.
      blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
    });
    return database;
  };
  return {
    load: () => orNull(Promise.race([read(open), later(PATIENCE)])),
    save: (state) => quiet(async () => putState(await open(), state)),
    saveThread: (thread) => quiet(async () => putThread(await open(), thread)),
    forgetThreads: () => quiet(async () => (await open()).clear("threads")),
    forgetThread: (id) => quiet(async () => (await open()).delete("threads", id)),
  };
}

async function read(open: () => Promise<IDBPDatabase<LastStateSchema>>): Promise<Kept | null> {
  const transaction = (await open()).transaction(["state", "threads"]);
  const [state, threads] = await Promise.all([
    transaction.objectStore("state").get("last"),
    transaction.objectStore("threads").index("used_at").getAll(),
  ]);
  if (!state || !isState(state)) return null;
  return { state, threads: threads.filter(isThread) };
}

/** Committed at once, because the page may be about to go. */
async function putState(database: IDBPDatabase<LastStateSchema>, state: LastState): Promise<void> {
  const transaction = database.transaction("state", "readwrite", { durability: "relaxed" });
  void transaction.store.put({ ...state, shape: SHAPE }, "last");
  transaction.commit();
  await transaction.done;
}

async function putThread(database: IDBPDatabase<LastStateSchema>, thread: LastThread): Promise<void> {
  const transaction = database.transaction("threads", "readwrite", { durability: "relaxed" });
  const { conversation_id } = thread.conversation;
  void transaction.store.put({ ...thread, conversation_id, used_at: Date.now(), shape: SHAPE });
  transaction.commit();
  await transaction.done;
  await dropSurplus(database);
}

/** Of more threads than are kept, those go that were used longest ago. */
async function dropSurplus(database: IDBPDatabase<LastStateSchema>): Promise<void> {
  const surplus = (await database.count("threads")) - KEPT_THREADS;
  if (surplus <= 0) return;
  const oldest = await database.getAllKeysFromIndex("threads", "used_at", null, surplus);
  await Promise.all(oldest.map((id) => database.delete("threads", id)));
}

function isState(stored: Stored<LastState>): boolean {
  return (
    stored.shape === SHAPE &&
    typeof stored.applied === "string" &&
    Array.isArray(stored.conversations) &&
    stored.conversations.every((one) => typeof one?.conversation_id === "string") &&
    Array.isArray(stored.pinned) &&
    typeof stored.extent?.total === "number"
  );
}

function isThread(stored: Stored<LastThread>): boolean {
  return (
    stored.shape === SHAPE &&
    typeof stored.conversation?.conversation_id === "string" &&
    typeof stored.from === "number" &&
    Array.isArray(stored.messages) &&
    stored.messages.every((message, index) => message?.seq === stored.from + index)
  );
}

const later = (milliseconds: number) =>
  new Promise<null>((resolve) => setTimeout(() => resolve(null), milliseconds));

const orNull = <T>(work: Promise<T>): Promise<T | null> => work.catch(() => null);

async function quiet(work: () => Promise<unknown>): Promise<void> {
  await work().catch(() => {});
}
