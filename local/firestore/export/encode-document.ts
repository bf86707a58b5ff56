import type { Fields, StoredDocument, Timestamp, Value } from "../value.ts";
import {
  ENTITY,
  KEY_ELEMENT,
  MEANING,
  OWNER,
  POINT,
  PROPERTY,
  parseNumericId,
  REFERENCE_ELEMENT,
  VALUE,
} from "./entity-format.ts";
import { bytesField, doubleField, groupField, intField } from "./proto-writer.ts";

/** Returns a document as an EntityProto's bytes. Its times are left out: the format has no place for them. */
export function encodeDocument({ name, fields }: StoredDocument): Buffer {
  const { app, database, path } = encodeName(name, KEY_ELEMENT);
  const key = [app, bytesField(OWNER.path, ...path), ...database];
  return encodeEntity(key, bytesField(ENTITY.entityGroup, path[0]!), fields);
}

function encodeEntity(key: Buffer[], entityGroup: Buffer, fields: Fields): Buffer {
  const properties = Object.entries(fields).flatMap(([name, value]) => encodeProperty(name, value));
  return Buffer.concat([bytesField(ENTITY.key, ...key), ...properties, entityGroup]);
}

/** An array becomes one property per element. */
function encodeProperty(name: string, value: Value): Buffer[] {
  if (value.valueType !== "arrayValue") return [toProperty(ENTITY.rawProperty, name, value, 0)];
  const values = value.arrayValue.values ?? [];
  if (values.length > 0) return values.map((element) => toProperty(ENTITY.rawProperty, name, element, 1));
  const empty = [intField(PROPERTY.meaning, MEANING.emptyList), ...nameAndValue(name, 0, [])];
  return [bytesField(ENTITY.property, ...empty)];
}

function toProperty(field: number, name: string, value: Value, multiple: 0 | 1): Buffer {
  const { meaning, content } = encodeValue(value);
  const meaningField = meaning === undefined ? [] : [intField(PROPERTY.meaning, meaning)];
  return bytesField(field, ...meaningField, ...nameAndValue(name, multiple, content));
}

function nameAndValue(name: string, multiple: 0 | 1, content: Buffer[]): Buffer[] {
  return [
    bytesField(PROPERTY.name, name),
    intField(PROPERTY.multiple, multiple),
    bytesField(PROPERTY.value, ...content),
  ];
}

function encodeValue(value: Value): { meaning?: number; content: Buffer[] } {
  switch (value.valueType) {
    case "nullValue":
      return { content: [] };
    case "booleanValue":
      return { content: [intField(VALUE.boolean, value.booleanValue ? 1 : 0)] };
    case "integerValue":
      return { content: [intField(VALUE.int, BigInt(value.integerValue))] };
    case "doubleValue":
      return { content: [doubleField(VALUE.double, value.doubleValue)] };
    case "stringValue":
      return { content: [bytesField(VALUE.string, value.stringValue)] };
    case "bytesValue":
      return { meaning: MEANING.blob, content: [bytesField(VALUE.string, value.bytesValue)] };
    case "timestampValue":
      return { meaning: MEANING.timestamp, content: [intField(VALUE.int, toMicros(value.timestampValue))] };
    case "geoPointValue":
      return { meaning: MEANING.point, content: [toPoint(value.geoPointValue)] };
    case "referenceValue":
      return { content: [toReference(value.referenceValue)] };
    case "mapValue":
      return {
        meaning: MEANING.map,
        content: [bytesField(VALUE.string, encodeMap(value.mapValue.fields ?? {}))],
      };
    case "arrayValue":
      throw new TypeError("an array directly within an array is no Firestore value");
  }
}

function encodeMap(fields: Fields): Buffer {
  const emptyKey = [bytesField(OWNER.app), bytesField(OWNER.path)];
  return encodeEntity(emptyKey, bytesField(ENTITY.entityGroup), fields);
}

function toMicros({ seconds = "0", nanos = 0 }: Timestamp): bigint {
  return BigInt(seconds) * 1_000_000n + BigInt(Math.floor(nanos / 1000));
}

function toPoint({ latitude = 0, longitude = 0 }: { latitude?: number; longitude?: number }): Buffer {
  return groupField(
    VALUE.point,
    doubleField(POINT.latitude, latitude),
    doubleField(POINT.longitude, longitude),
  );
}

function toReference(name: string): Buffer {
  const { app, database, path } = encodeName(name, REFERENCE_ELEMENT);
  return groupField(VALUE.reference, app, ...path, ...database);
}

function encodeName(name: string, fields: typeof KEY_ELEMENT | typeof REFERENCE_ELEMENT) {
  const [, project, , database, , ...segments] = name.split("/");
  const path: Buffer[] = [];
  for (let i = 0; i < segments.length; i += 2) {
    const id = segments[i + 1]!;
    const number = parseNumericId(id);
    const idField = number === undefined ? bytesField(fields.id, id) : intField(fields.numericId, number);
    path.push(groupField(fields.group, bytesField(fields.collection, segments[i]!), idField));
  }
  return {
    app: bytesField(OWNER.app, `dev~${project}`),
    database: database === "(default)" ? [] : [bytesField(OWNER.database, database!)],
    path,
  };
}
