import { parseName, relativePath } from "./resource-name.ts";
import { invalidArgument } from "./status-error.ts";
import type { Fields, Value } from "./value.ts";
import { isVector } from "./value-order.ts";

/*
 * What a document may hold, and how its size is counted:
 * https://firebase.google.com/docs/firestore/quotas and …/storage-size
 */

const MAX_DOCUMENT_BYTES = 1_048_576;
const MAX_FIELD_NAME_BYTES = 1500;
const MAX_DEPTH = 20;
const MAX_VECTOR_DIMENSIONS = 2048;
const DOCUMENT_OVERHEAD = 32;

/** Checks a document that is about to be stored. Throws INVALID_ARGUMENT with the first thing wrong. */
export function checkDocument(name: string, fields: Fields): void {
  const size = nameSize(name) + fieldsSize(fields, 0) + DOCUMENT_OVERHEAD;
  if (size <= MAX_DOCUMENT_BYTES) return;
  throw invalidArgument(
    `Document '${name}' cannot be written because its size (${size.toLocaleString("en")} bytes) exceeds the ` +
      `maximum allowed size of ${MAX_DOCUMENT_BYTES.toLocaleString("en")} bytes.`,
  );
}

/** Counts the path below the database: each segment as text, and 16 bytes more. */
function nameSize(name: string): number {
  return textSize(relativePath(name)) + 16;
}

function fieldsSize(fields: Fields, depth: number): number {
  let size = 0;
  for (const name of Object.keys(fields)) {
    checkFieldName(name);
    size += textSize(name) + valueSize(fields[name]!, depth, name);
  }
  return size;
}

function checkFieldName(name: string): void {
  if (name === "") throw invalidArgument("Property name must not be empty.");
  if (name.startsWith("__") && name.endsWith("__") && name.length > 3 && name !== "__type__") {
    throw invalidArgument(`Property name "${name}" is reserved.`);
  }
  if (name.length * 3 > MAX_FIELD_NAME_BYTES && Buffer.byteLength(name) > MAX_FIELD_NAME_BYTES) {
    throw invalidArgument(
      `Property name "${name.slice(0, 20)}…" is longer than ${MAX_FIELD_NAME_BYTES} bytes.`,
    );
  }
}

function valueSize(value: Value, depth: number, field: string): number {
  switch (value.valueType) {
    case "nullValue":
    case "booleanValue":
      return 1;
    case "stringValue":
      return textSize(value.stringValue);
    case "bytesValue":
      return value.bytesValue.length;
    case "referenceValue":
      parseName(value.referenceValue);
      return nameSize(value.referenceValue);
    case "geoPointValue":
      checkGeoPoint(value.geoPointValue);
      return 16;
    case "arrayValue":
      checkDepth(depth, field);
      return arraySize(value.arrayValue.values ?? [], depth, field);
    case "mapValue":
      checkDepth(depth, field);
      if (isVector(value)) checkVector(value.mapValue.fields!, field);
      return fieldsSize(value.mapValue.fields ?? {}, depth + 1);
    case "integerValue":
    case "doubleValue":
    case "timestampValue":
      return 8;
    default:
      throw invalidArgument(`Property ${field} has no value.`);
  }
}

function arraySize(values: Value[], depth: number, field: string): number {
  let size = 0;
  for (const value of values) {
    if (value.valueType === "arrayValue") {
      throw invalidArgument(`Property ${field} contains an invalid nested entity: an array in an array.`);
    }
    size += valueSize(value, depth + 1, field);
  }
  return size;
}

function checkDepth(depth: number, field: string): void {
  if (depth < MAX_DEPTH) return;
  throw invalidArgument(`Property ${field} is nested deeper than ${MAX_DEPTH} levels.`);
}

function checkGeoPoint({ latitude = 0, longitude = 0 }: { latitude?: number; longitude?: number }): void {
  if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return;
  throw invalidArgument(`Geo point (${latitude}, ${longitude}) is out of range: ±90 by ±180 degrees.`);
}

function checkVector(fields: Fields, field: string): void {
  const { value } = fields;
  const elements = value?.valueType === "arrayValue" ? (value.arrayValue.values ?? []) : null;
  if (!elements?.every(({ valueType }) => valueType === "doubleValue" || valueType === "integerValue")) {
    throw invalidArgument(`Property ${field} is not a vector: it needs an array of numbers as "value".`);
  }
  if (elements.length === 0 || elements.length > MAX_VECTOR_DIMENSIONS) {
    throw invalidArgument(`Property ${field}: a vector has 1 to ${MAX_VECTOR_DIMENSIONS} dimensions.`);
  }
}

/** A string counts its UTF-8 bytes and one more. */
function textSize(text: string): number {
  return Buffer.byteLength(text) + 1;
}
