/**
 * The files that say what an export consists of. `firebase-export-metadata.json` names, for each emulator, where
 * its part lies; Firestore's `.overall_export_metadata` lists groups of documents; a group's `.export_metadata`
 * lists the files that hold them.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ExportError } from "./export-error.ts";
import { readLog, writeLog } from "./log-format.ts";
import { WireError, WireMessage } from "./proto-reader.ts";
import { bytesField, intField } from "./proto-writer.ts";

/** The emulator whose exports ours are like. */
const EMULATOR_VERSION = "1.22.0";
const SUITE_METADATA = "firebase-export-metadata.json";
const OVERALL_METADATA = ".overall_export_metadata";

/** One group of documents within an export, with paths as the export gives them. */
export interface ExportGroup {
  /** Relative to the folder of the overall metadata. */
  metadataFile: string;
  documentCount: number;
}

/**
 * Takes an export's folder and returns the path of Firestore's overall metadata within it, or null if the export
 * has no Firestore part. Throws `ExportError` for a folder that is no export.
 */
export function findOverallMetadata(folder: string): string | null {
  const suiteFile = join(folder, SUITE_METADATA);
  if (existsSync(suiteFile)) {
    const { firestore } = readJson(suiteFile) as { firestore?: { metadata_file?: unknown } };
    if (!firestore) return null;
    if (typeof firestore.metadata_file === "string") return join(folder, toPath(firestore.metadata_file));
    throw new ExportError(`${suiteFile} is damaged: firestore.metadata_file is missing`);
  }
  // An export made by production's own service comes without the suite's file.
  const ofProduction =
    existsSync(folder) && readdirSync(folder).find((name) => name.endsWith(OVERALL_METADATA));
  if (ofProduction) return join(folder, ofProduction);
  throw new ExportError(
    `${folder} holds no export: it has neither ${SUITE_METADATA} nor *${OVERALL_METADATA}`,
  );
}

/** Returns the groups that the overall metadata lists; throws `ExportError`. */
export function readOverallMetadata(file: string): ExportGroup[] {
  const [, ...records] = [...readLog(readBytes(file), file)];
  return decodeOrExplain(file, () =>
    records
      .flatMap(({ bytes }) => WireMessage.decode(bytes).messages(1))
      .map((group) => {
        const metadataFile = group.string(2);
        if (!metadataFile) throw new WireError("a group's file is missing");
        return { metadataFile: toPath(metadataFile), documentCount: Number(group.int(3) ?? 0n) };
      }),
  );
}

/** Returns the paths, relative to a group's own metadata, of the files that hold its documents. */
export function readGroupMetadata(file: string): string[] {
  return decodeOrExplain(file, () =>
    WireMessage.decode(readBytes(file))
      .messages(2)
      .flatMap((shard) => shard.strings(2))
      .map(toPath),
  );
}

/** Returns the overall metadata's bytes. */
export function encodeOverallMetadata(group: ExportGroup & { byteCount: number }): Buffer {
  const formatVersion = Buffer.from("3");
  const entry = [
    bytesField(1, intField(1, 2), intField(3, 3)),
    bytesField(2, group.metadataFile),
    intField(3, group.documentCount),
    intField(4, group.byteCount),
  ];
  return writeLog([formatVersion, bytesField(1, ...entry)]);
}

/** Returns a group's metadata; times are in milliseconds since 1970. */
export function encodeGroupMetadata(name: string, files: string[], began: number, ended: number): Buffer {
  const [start, end] = [began, ended].map((time) => BigInt(Math.round(time)) * 1000n);
  const about = bytesField(1, bytesField(1, name), intField(2, start!), intField(3, end!));
  return Buffer.concat([about, ...files.map((file) => bytesField(2, bytesField(1), bytesField(2, file)))]);
}

/** Names Firestore's part in the folder's metadata; what it says of other emulators stays. */
export function writeSuiteMetadata(folder: string, exportName: string): void {
  const file = join(folder, SUITE_METADATA);
  const others = existsSync(file) ? (readJson(file) as object) : { version: "15.34.2" };
  const metadataFile = `${exportName}/${exportName}${OVERALL_METADATA}`;
  const firestore = { version: EMULATOR_VERSION, path: exportName, metadata_file: metadataFile };
  writeFileSync(file, `${JSON.stringify({ ...others, firestore }, null, 2)}\n`);
}

/** Returns a file's bytes; throws `ExportError` if it isn't there. */
export function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ExportError(`${file} can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function readJson(file: string): unknown {
  try {
    const json: unknown = JSON.parse(readBytes(file).toString("utf8"));
    if (typeof json === "object" && json !== null && !Array.isArray(json)) return json;
  } catch (error) {
    if (error instanceof ExportError) throw error;
  }
  throw new ExportError(`${file} is damaged: it is no JSON object`);
}

function decodeOrExplain<T>(file: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof WireError) throw new ExportError(`${file} is damaged: ${error.message}`);
    throw error;
  }
}

/** Exports made on Windows have backslashes. */
function toPath(path: string): string {
  return path.replaceAll("\\", "/");
}
