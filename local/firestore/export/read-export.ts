import { dirname, join } from "node:path";
import type { StoredDocument, Timestamp } from "../value.ts";
import { decodeDocument } from "./decode-document.ts";
import { ExportError } from "./export-error.ts";
import { readLog } from "./log-format.ts";
import { findOverallMetadata, readBytes, readGroupMetadata, readOverallMetadata } from "./metadata.ts";
import { WireError } from "./proto-reader.ts";
import { renameProject } from "./rename-project.ts";

/**
 * Returns all documents of an export: of the folder that the suite's `--export-on-exit` or production's export
 * wrote. Their times are those of the import, as the format holds none. With `project`, an export made in one
 * other project is taken over into this one, references included.
 * Throws `ExportError`, which names the file and the place in it, and then returns nothing at all.
 */
export function readExport(folder: string, project?: string): StoredDocument[] {
  const overallMetadata = findOverallMetadata(folder);
  if (overallMetadata === null) return [];
  const now = Date.now();
  const time = { seconds: String(Math.floor(now / 1000)), nanos: (now % 1000) * 1_000_000 };
  const documents = readOverallMetadata(overallMetadata).flatMap(({ metadataFile, documentCount }) => {
    const groupMetadata = join(dirname(overallMetadata), metadataFile);
    const files = readGroupMetadata(groupMetadata).map((file) => join(dirname(groupMetadata), file));
    const group = files.flatMap((file) => readDocuments(file, time));
    // A log that was cut off between two records looks whole.
    if (group.length === documentCount) return group;
    const found = `${group.length} of ${documentCount} documents`;
    throw new ExportError(`${files.join(", ") || groupMetadata} is incomplete: it holds ${found}`);
  });
  return project === undefined ? documents : renameProject(documents, project);
}

function readDocuments(file: string, time: Timestamp): StoredDocument[] {
  const documents: StoredDocument[] = [];
  for (const { offset, bytes } of readLog(readBytes(file), file)) {
    try {
      documents.push(decodeDocument(bytes, time));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      const record = `record ${documents.length + 1}, at byte ${offset}`;
      throw new ExportError(`${file} is damaged: ${record}, is no document, ${error.message}`);
    }
  }
  return documents;
}
