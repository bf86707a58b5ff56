import { checkDocument } from "./check-document.ts";
import {
  type FieldPath,
  formatFieldPath,
  getField,
  parseFieldPath,
  withField,
  withoutField,
} from "./field-path.ts";
import { invalidArgument, StatusError } from "./status-error.ts";
import { compareTimestamps, type Micros, toMicros, toTimestamp } from "./timestamp.ts";
import { applyTransform, type FieldTransform } from "./transform.ts";
import type { Fields, StoredDocument, Timestamp, Value } from "./value.ts";
import { sameFields } from "./value-equality.ts";

/** google.firestore.v1.Precondition */
export type Precondition = { exists?: boolean; updateTime?: Timestamp };

/** google.firestore.v1.Write; one of `update`, `delete` and `transform` is set. */
export type Write = {
  update?: { name?: string; fields?: Fields };
  delete?: string;
  transform?: { document?: string; fieldTransforms?: FieldTransform[] };
  updateMask?: { fieldPaths?: string[] };
  updateTransforms?: FieldTransform[];
  currentDocument?: Precondition;
};

export type WriteResult = { updateTime?: Timestamp; transformResults?: Value[] };

/** The name of the document that is written. Throws INVALID_ARGUMENT if the write has no operation. */
export function writtenName(write: Write): string {
  const name = write.update?.name ?? write.delete ?? write.transform?.document;
  if (name === undefined) throw invalidArgument("A write needs an operation: update, delete or transform.");
  return name;
}

/** Returns the document after the write. Throws if a precondition fails or the write or its outcome is invalid. */
export function applyWrite(
  before: StoredDocument | null,
  write: Write,
  time: Micros,
): { after: StoredDocument | null; result: WriteResult } {
  const name = writtenName(write);
  checkPrecondition(name, before, write);
  if (write.delete !== undefined) return { after: null, result: {} };
  const written = write.update ? writtenFields(before?.fields ?? {}, write) : (before?.fields ?? {});
  const transforms = write.transform?.fieldTransforms ?? write.updateTransforms ?? [];
  const { fields, transformResults } = transformFields(written, transforms, time);
  const after = storedDocument(name, before, fields, time);
  return { after, result: { updateTime: after.updateTime, transformResults } };
}

/** A write that changes nothing keeps the document as it is, its update time included. */
function storedDocument(
  name: string,
  before: StoredDocument | null,
  fields: Fields,
  time: Micros,
): StoredDocument {
  if (before && sameFields(before.fields, fields)) return before;
  checkDocument(name, fields);
  const updateTime = toTimestamp(time);
  return { name, fields, createTime: before?.createTime ?? updateTime, updateTime };
}

function checkPrecondition(name: string, before: StoredDocument | null, write: Write): void {
  const { exists, updateTime } = write.currentDocument ?? {};
  if (exists === false && before) throw new StatusError("ALREADY_EXISTS", `Document already exists: ${name}`);
  if ((exists === true || updateTime) && !before) {
    const operation = write.delete === undefined ? "update" : "delete";
    throw new StatusError(
      updateTime ? "FAILED_PRECONDITION" : "NOT_FOUND",
      `No document to ${operation}: ${name}`,
    );
  }
  if (!updateTime || !before || compareTimestamps(updateTime, before.updateTime) === 0) return;
  throw new StatusError(
    "FAILED_PRECONDITION",
    `the stored version (${toMicros(before.updateTime)}) does not match the required base version (${toMicros(updateTime)})`,
  );
}

function writtenFields(before: Fields, { update, updateMask }: Write): Fields {
  const given = update?.fields ?? {};
  if (!updateMask) return given;
  let fields = before;
  for (const path of checkedPaths(updateMask.fieldPaths ?? [])) {
    const value = getField(given, path);
    fields = value ? withField(fields, path, value) : withoutField(fields, path);
  }
  return fields;
}

function transformFields(written: Fields, transforms: FieldTransform[], time: Micros) {
  let fields = written;
  const transformResults: Value[] = [];
  const paths = checkedPaths(transforms.map(({ fieldPath }) => fieldPath));
  for (const [i, path] of paths.entries()) {
    const { value, result } = applyTransform(transforms[i]!, getField(fields, path), time);
    fields = withField(fields, path, value);
    transformResults.push(result);
  }
  return { fields, transformResults };
}

/** Within one write, no path may be another's beginning: the outcome would depend on their order. */
function checkedPaths(texts: (string | undefined)[]): FieldPath[] {
  const paths = texts.map(parseFieldPath);
  const all = new Set(paths.map(formatFieldPath));
  for (const path of paths) {
    if (/^__.*__$/.test(path[0]!)) throw invalidArgument(`Property name "${path[0]}" is reserved.`);
    for (let length = 1; length < path.length; length++) {
      if (!all.has(formatFieldPath(path.slice(0, length)))) continue;
      throw invalidArgument(
        `Property path "${formatFieldPath(path)}" lies within another one that is written.`,
      );
    }
  }
  return paths;
}
