import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
  const target = join(folder, exportName);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, GROUP_FOLDER), { recursive: true });
  writeFileSync(join(target, GROUP_FOLDER, "output-0"), log);
  writeFileSync(
    join(target, GROUP_METADATA),
    encodeGroupMetadata(exportName, ["output-0"], began, Date.now()),
  );
  const summary = { metadataFile: GROUP_METADATA, documentCount: sorted.length, byteCount: log.length };
  writeFileSync(join(target, `${exportName}.overall_export_metadata`), encodeOverallMetadata(summary));
}
