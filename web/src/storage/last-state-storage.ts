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
    save: (state) => quiet(async () => (await open()).put("state", { ...state, shape: SHAPE }, "last")),
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

async function putThread(database: IDBPDatabase<LastStateSchema>, thread: LastThread): Promise<void> {
  const { store, done } = database.transaction("threads", "readwrite");
  const { conversation_id } = thread.conversation;
  await store.put({ ...thread, conversation_id, used_at: Date.now(), shape: SHAPE });
  const surplus = (await store.count()) - KEPT_THREADS;
  if (surplus > 0)
    for (const id of await store.index("used_at").getAllKeys(null, surplus)) await store.delete(id);
  await done;
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
