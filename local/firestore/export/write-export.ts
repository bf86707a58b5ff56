import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { StoredDocument } from "../value.ts";
import { encodeDocument } from "./encode-document.ts";
import { writeLog } from "./log-format.ts";
import { encodeGroupMetadata, encodeOverallMetadata, writeSuiteMetadata } from "./metadata.ts";

const EXPORT_NAME = "firestore_export";
const GROUP_FOLDER = "all_namespaces/all_kinds";
const GROUP_METADATA = `${GROUP_FOLDER}/all_namespaces_all_kinds.export_metadata`;

/**
 * Writes documents as Firestore's part of a suite export, in place of the folder's former one; other emulators'
 * parts stay. The suite's `--import` and `readExport` read it.
 */
export function writeExport(folder: string, documents: Iterable<StoredDocument>): void {
  writeFirestoreExport(folder, EXPORT_NAME, documents);
  writeSuiteMetadata(folder, EXPORT_NAME);
}

/** Writes only what lies in `folder/exportName`; the suite, which asks for it, writes the rest itself. */
export function writeFirestoreExport(
  folder: string,
  exportName: string,
  documents: Iterable<StoredDocument>,
): void {
  const began = Date.now();
  const sorted = [...documents].sort((a, b) => (a.name < b.name ? -1 : 1));
  const log = writeLog(sorted.map(encodeDocument));
  const group = encodeGroupMetadata(exportName, ["output-0"], began, Date.now());
  const summary = { metadataFile: GROUP_METADATA, documentCount: sorted.length, byteCount: log.length };
  replaceFolder(join(folder, exportName), (draft) => {
    mkdirSync(join(draft, GROUP_FOLDER), { recursive: true });
    writeFileSync(join(draft, GROUP_FOLDER, "output-0"), log);
    writeFileSync(join(draft, GROUP_METADATA), group);
    writeFileSync(join(draft, `${exportName}.overall_export_metadata`), encodeOverallMetadata(summary));
  });
}

/** Fills a new folder and puts it in the place of the old one, which stays if filling fails. */
function replaceFolder(folder: string, fill: (draft: string) => void): void {
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}-`);
  try {
    fill(draft);
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}
