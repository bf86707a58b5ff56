import { existsSync } from "node:fs";
import { join } from "node:path";
import { startFirestore } from "../firestore/server.ts";
import { DocumentStore } from "../firestore/store.ts";
import { DEMO_DATA, HOST } from "./constants.ts";
import { loadData } from "./load-data.ts";
import type { Ports } from "./ports.ts";
import { saveData, saveRegularly } from "./save-data.ts";
import type { Say } from "./steps.ts";

export type DataOptions = {
  ports: Ports;
  /** An export of the emulator suite to start from; null: no conversations. */
  data: string | null;
  /** Moves the data's times so that its newest message just came. */
  asOfNow?: boolean;
  /** Where to leave the data at the end, as such an export. */
  saveTo?: string | null;
  /** Saves there now and then as well. */
  keep?: boolean;
  /** Delivers trigger events twice and in the wrong order, the same way for the same seed. */
  chaosSeed?: number;
};

export type RunningData = {
  /** Firestore's host:port. */
  address: string;
  /** Saves the data, if it is to be saved; as long as Auth still runs. */
  save(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts our Firestore with its data in it; or takes the one at FIRESTORE_EMULATOR_HOST as it is. */
export async function startData(options: DataOptions, say: Say): Promise<RunningData> {
  const other = process.env.FIRESTORE_EMULATOR_HOST;
  if (other) {
    say(`Firestore: the one at ${other} (FIRESTORE_EMULATOR_HOST), with the data that is in it`);
    return { address: other, save: async () => {}, stop: async () => {} };
  }
  const store = new DocumentStore();
  if (options.data) loadData(store, options.data, options);
  const firestore = await startFirestore({
    port: options.ports.firestore,
    store,
    indexesFile: join(DEMO_DATA, "../firestore.indexes.json"),
    rulesFile: join(DEMO_DATA, "../firestore.rules"),
    functionsEmulator: `${HOST}:${options.ports.functions}`,
    chaosSeed: options.chaosSeed,
  });
  const { saveTo } = options;
  const save = async () =>
    saveTo ? saveData(saveTo, store, `http://${HOST}:${options.ports.auth}`) : undefined;
  const stopSaving = options.keep ? saveRegularly(store, save) : () => {};
  const stop = () => {
    stopSaving();
    return firestore.stop();
  };
  return { address: `${HOST}:${firestore.port}`, save, stop };
}

/** Who may sign in: the accounts of the export, if it has any, else those of the demo. */
export function accountsOf(data: string | null): string {
  const ours = join(DEMO_DATA, "auth_export");
  const theirs = data && join(data, "auth_export");
  return theirs && existsSync(theirs) ? theirs : ours;
}
