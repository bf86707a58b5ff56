import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeExport } from "../firestore/export/write-export.ts";
import type { DocumentStore } from "../firestore/store.ts";
import { PROJECT_ID } from "./constants.ts";

/** How often kept data is saved while the stack runs, in ms: a crash loses no more. */
const SAVE_INTERVAL = 30_000;

/** Writes Firestore's documents and Auth's accounts as an export of the emulator suite, which `--import` reads. */
export async function saveData(folder: string, store: DocumentStore, authUrl: string): Promise<void> {
  const [accounts, config] = await Promise.all([
    readAuth(
      `${authUrl}/identitytoolkit.googleapis.com/v1/projects/${PROJECT_ID}/accounts:batchGet?maxResults=-1`,
    ),
    readAuth(`${authUrl}/emulator/v1/projects/${PROJECT_ID}/config`),
  ]);
  writeExport(folder, store.documents());
  mkdirSync(join(folder, "auth_export"), { recursive: true });
  writeFileSync(join(folder, "auth_export/accounts.json"), accounts);
  writeFileSync(join(folder, "auth_export/config.json"), config);
  const metadata = join(folder, "firebase-export-metadata.json");
  const parts = JSON.parse(readFileSync(metadata, "utf8"));
  const auth = { version: parts.version, path: "auth_export" };
  writeFileSync(metadata, `${JSON.stringify({ ...parts, auth }, null, 2)}\n`);
}

/** Saves now and then while anything changes; returns a function that ends this. */
export function saveRegularly(store: DocumentStore, save: () => Promise<void>): () => void {
  let changed = false;
  const stopListening = store.onCommit(() => {
    changed = true;
  });
  const timer = setInterval(() => {
    if (changed) save().catch((error) => console.error(`The data can't be saved: ${error.message}`));
    changed = false;
  }, SAVE_INTERVAL);
  return () => {
    clearInterval(timer);
    stopListening();
  };
}

async function readAuth(url: string): Promise<string> {
  const answer = await fetch(url, { headers: { authorization: "Bearer owner" } });
  if (!answer.ok) throw new Error(`The Auth emulator gave no export (${answer.status}).`);
  return `${JSON.stringify(await answer.json(), null, 2)}\n`;
}
