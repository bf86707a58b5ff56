import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { OutboxMessage } from "../state/outbox.ts";

/** Unsent messages on disk, with their files: they survive a reload, a closed browser and a flat battery. */
export type OutboxStorage = {
  load(): Promise<OutboxMessage[]>;
  save(message: OutboxMessage): Promise<void>;
  remove(clientMessageId: string): Promise<void>;
  /** Deletes all of it, when the agent signs out. */
  wipe(): Promise<void>;
};

type StoredMessage = Omit<OutboxMessage, "file"> & {
  file: Omit<NonNullable<OutboxMessage["file"]>, "blob"> | null;
};

interface OutboxSchema extends DBSchema {
  outbox: { key: string; value: StoredMessage };
  /** Apart, so that a change of a message doesn't write its bytes again. */
  files: { key: string; value: Blob };
}

/** Opens one agent's outbox in IndexedDB; where the browser forbids that, it lasts as long as the tab. */
export function openOutboxStorage(agentId: string): OutboxStorage {
  const name = `live-chat:${agentId}:outbox`;
  let database: Promise<IDBPDatabase<OutboxSchema>> | null = null;
  const open = () => {
    database ??= openDB<OutboxSchema>(name, 2, {
      upgrade: createStores,
      // The agent signs out, perhaps in another tab: whoever held on to it would keep it from being deleted.
      blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
    });
    return database;
  };
  const change = async () => (await open()).transaction(["outbox", "files"], "readwrite");
  return {
    load: async () => {
      const transaction = (await open()).transaction(["outbox", "files"]);
      const [messages, ids, blobs] = await Promise.all([
        transaction.objectStore("outbox").getAll(),
        transaction.objectStore("files").getAllKeys(),
        transaction.objectStore("files").getAll(),
      ]);
      const files = new Map(ids.map((id, index) => [id, blobs[index]!]));
      messages.sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
      return messages.map((one) => toUnsent(one, files.get(one.client_message_id)));
    },
    save: async ({ file, ...message }) => {
      const transaction = await change();
      const id = message.client_message_id;
      const { blob, ...about } = file ?? {};
      const files = transaction.objectStore("files");
      if (blob && (await files.count(id)) === 0) await files.put(blob, id);
      const stored = { ...message, file: file && about } as StoredMessage;
      await transaction.objectStore("outbox").put(stored);
      await transaction.done;
    },
    remove: async (id) => {
      const transaction = await change();
      await transaction.objectStore("outbox").delete(id);
      await transaction.objectStore("files").delete(id);
      await transaction.done;
    },
    wipe: async () => {
      const transaction = await change();
      await transaction.objectStore("outbox").clear();
      await transaction.objectStore("files").clear();
      await transaction.done;
    },
  };
}

function createStores(database: IDBPDatabase<OutboxSchema>): void {
  const { objectStoreNames: known } = database;
  if (!known.contains("outbox")) database.createObjectStore("outbox", { keyPath: "client_message_id" });
  if (!known.contains("files")) database.createObjectStore("files");
}

/** As it goes on after a reload; the fields that came later are missing in what an older dashboard left. */
function toUnsent(stored: StoredMessage, blob: Blob | undefined): OutboxMessage {
  const message = { ...stored, template: stored.template ?? null, code: stored.code ?? null };
  return {
    ...message,
    file: message.file && blob ? { ...message.file, blob } : null,
    // Whatever was under way when the page went: asking again is safe, because its id is its own.
    state: message.state === "sending" ? "waiting" : message.state,
  };
}
