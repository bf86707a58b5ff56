import { invalidArgument } from "./status-error.ts";
import type { Fields, Value } from "./value.ts";

/** A way into a document's maps: `a.b` is ["a", "b"]. */
export type FieldPath = string[];

const SIMPLE_SEGMENT = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
const NEXT_SEGMENT = /([a-zA-Z_][a-zA-Z_0-9]*)(?=\.|$)|`((?:[^`\\]|\\.)*)`(?=\.|$)/sy;

/** Reads `a.b` and, quoted, `` a.`b.c` ``. Throws INVALID_ARGUMENT if it is neither. */
export function parseFieldPath(text: string | undefined): FieldPath {
  const path: FieldPath = [];
  let at = 0;
  do {
    NEXT_SEGMENT.lastIndex = at;
    const match = NEXT_SEGMENT.exec(text ?? "");
    if (!match) throw invalidArgument(`Invalid property path "${text ?? ""}".`);
    path.push(match[1] ?? match[2]!.replace(/\\(.)/gs, "$1"));
    at = NEXT_SEGMENT.lastIndex + 1;
  } while (at <= text!.length);
  if (path.includes("")) throw invalidArgument(`Invalid property path "${text}": a field's name is empty.`);
  return path;
}

/** The opposite of `parseFieldPath`. */
export function formatFieldPath(path: FieldPath): string {
  return path
    .map((segment) => (SIMPLE_SEGMENT.test(segment) ? segment : `\`${segment.replace(/[`\\]/g, "\\$&")}\``))
    .join(".");
}

/** Returns the value at the path, or undefined where there is none. */
export function getField(fields: Fields, path: FieldPath): Value | undefined {
  let inside: Fields | undefined = fields;
  let value: Value | undefined;
  for (const segment of path) {
    value = inside && Object.hasOwn(inside, segment) ? inside[segment] : undefined;
    if (!value) return undefined;
    inside = value.valueType === "mapValue" ? value.mapValue.fields : undefined;
  }
  return value;
}

/** Returns the fields with `value` at the path; maps on the way are made, other values there replaced. */
export function withField(fields: Fields, path: FieldPath, value: Value): Fields {
  const [segment, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) return { ...fields, [segment]: value };
  const inner = withField(mapFields(fields, segment) ?? {}, rest, value);
  return { ...fields, [segment]: { valueType: "mapValue", mapValue: { fields: inner } } };
}

/** Returns the fields without the one at the path. */
export function withoutField(fields: Fields, path: FieldPath): Fields {
  const [segment, ...rest] = path as [string, ...string[]];
  if (!Object.hasOwn(fields, segment)) return fields;
  if (rest.length === 0) {
    const { [segment]: _removed, ...others } = fields;
    return others;
  }
  const inside = mapFields(fields, segment);
  if (!inside) return fields;
  const inner = withoutField(inside, rest);
  return { ...fields, [segment]: { valueType: "mapValue", mapValue: { fields: inner } } };
}

/** Returns only what the paths name; undefined names everything. */
export function pickFields(fields: Fields, paths: FieldPath[] | undefined): Fields {
  if (!paths) return fields;
  let picked: Fields = {};
  for (const path of paths) {
    const value = getField(fields, path);
    if (value) picked = withField(picked, path, value);
  }
  return picked;
}

function mapFields(fields: Fields, segment: string): Fields | undefined {
  const value = Object.hasOwn(fields, segment) ? fields[segment] : undefined;
  return value?.valueType === "mapValue" ? (value.mapValue.fields ?? {}) : undefined;
}
