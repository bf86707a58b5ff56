import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { OutboxMessage } from "../state/outbox.ts";

/** Unsent messages on disk: they survive a reload, a closed browser and a flat battery. */
export type OutboxStorage = {
  load(): Promise<OutboxMessage[]>;
  save(message: OutboxMessage): Promise<void>;
  remove(clientMessageId: string): Promise<void>;
  /** Deletes all of it, when the agent signs out. */
  wipe(): Promise<void>;
};

interface OutboxSchema extends DBSchema {
  outbox: { key: string; value: OutboxMessage };
}

/** Opens one agent's outbox in IndexedDB; where the browser forbids that, it lasts as long as the tab. */
export function openOutboxStorage(agentId: string): OutboxStorage {
  const name = `live-chat:${agentId}:outbox`;
  let database: Promise<IDBPDatabase<OutboxSchema>> | null = null;
  const open = () => {
    database ??= openDB<OutboxSchema>(name, 1, {
      upgrade: (created) => void created.createObjectStore("outbox", { keyPath: "client_message_id" }),
    });
    return database;
  };
  return {
    load: async () => {
      const messages = await (await open()).getAll("outbox");
      messages.sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
      // Whatever was under way when the page went: asking again is safe, because its id is its own.
      return messages.map((one) => (one.state === "sending" ? { ...one, state: "waiting" } : one));
    },
    save: async (message) => void (await (await open()).put("outbox", message)),
    remove: async (id) => (await open()).delete("outbox", id),
    wipe: async () => (await open()).clear("outbox"),
  };
}
