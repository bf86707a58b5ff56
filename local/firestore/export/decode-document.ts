import { type Fields, NULL, type StoredDocument, type Timestamp, type Value } from "../value.ts";
import {
  ENTITY,
  KEY_ELEMENT,
  MEANING,
  OWNER,
  POINT,
  PROPERTY,
  REFERENCE_ELEMENT,
  toNumericId,
  VALUE,
} from "./entity-format.ts";
import { WireError, WireMessage } from "./proto-reader.ts";

/** Deeper than any document may be. */
const MAX_DEPTH = 40;

/** Takes an EntityProto's bytes and the time to give the document; throws `WireError`. */
export function decodeDocument(bytes: Buffer, time: Timestamp): StoredDocument {
  const entity = WireMessage.decode(bytes);
  const key = entity.message(ENTITY.key);
  if (!key) throw new WireError("it has no key");
  const path = key.message(OWNER.path) ?? new WireMessage();
  const name = decodeName(key, path, KEY_ELEMENT);
  return { name, fields: decodeFields(entity, 0), createTime: time, updateTime: time };
}

/** `owner` is a key or a reference, `path` the message that holds its path's elements. */
function decodeName(
  owner: WireMessage,
  path: WireMessage,
  fields: typeof KEY_ELEMENT | typeof REFERENCE_ELEMENT,
): string {
  const project = owner.string(OWNER.app)?.replace(/^[a-z]+~/, "");
  const namespace = owner.string(OWNER.namespace);
  const database = owner.string(OWNER.database) || "(default)";
  const segments = path.groups(fields.group).flatMap((element) => {
    const number = element.int(fields.numericId);
    return [
      element.string(fields.collection),
      number === undefined ? element.string(fields.id) : toNumericId(number),
    ];
  });
  if (namespace) throw new WireError(`it is in the namespace "${namespace}", which Firestore doesn't have`);
  if (segments.length === 0) throw new WireError("a document's name has no path");
  if ([project, database, ...segments].some((segment) => !segment || segment.includes("/"))) {
    throw new WireError("a document's name is incomplete");
  }
  return `projects/${project}/databases/${database}/documents/${segments.join("/")}`;
}

function decodeFields(entity: WireMessage, depth: number): Fields {
  if (depth > MAX_DEPTH) throw new WireError("its maps are nested too deeply");
  const fields = new Map<string, Value>();
  const arrays = new Map<string, Value[]>();
  for (const property of [...entity.messages(ENTITY.property), ...entity.messages(ENTITY.rawProperty)]) {
    const name = property.string(PROPERTY.name);
    if (name === undefined) throw new WireError("a field has no name");
    const value = decodeValue(property, depth);
    const isElement = Boolean(property.int(PROPERTY.multiple));
    const values = arrays.get(name);
    if (isElement && values) values.push(value);
    else if (fields.has(name)) throw new WireError("a field is there twice");
    else if (isElement) fields.set(name, openArray(arrays, name, value));
    else fields.set(name, value);
  }
  return Object.fromEntries(fields);
}

/** An array's elements follow as properties of the same name. */
function openArray(arrays: Map<string, Value[]>, name: string, first: Value): Value {
  const values = [first];
  arrays.set(name, values);
  return { valueType: "arrayValue", arrayValue: { values } };
}

function decodeValue(property: WireMessage, depth: number): Value {
  const value = property.message(PROPERTY.value) ?? new WireMessage();
  switch (Number(property.int(PROPERTY.meaning) ?? 0)) {
    case 0:
    case MEANING.text:
    case MEANING.point:
      return decodePlainValue(value);
    case MEANING.timestamp:
      return { valueType: "timestampValue", timestampValue: fromMicros(value.int(VALUE.int) ?? 0n) };
    case MEANING.blob:
    case MEANING.byteString:
      return { valueType: "bytesValue", bytesValue: Buffer.from(value.bytes(VALUE.string) ?? []) };
    case MEANING.map: {
      const map = value.message(VALUE.string) ?? new WireMessage();
      return { valueType: "mapValue", mapValue: { fields: decodeFields(map, depth + 1) } };
    }
    case MEANING.emptyList:
      return { valueType: "arrayValue", arrayValue: {} };
    default:
      throw new WireError(`a field has the unknown meaning ${property.int(PROPERTY.meaning)}`);
  }
}

function decodePlainValue(value: WireMessage): Value {
  const integer = value.int(VALUE.int);
  if (integer !== undefined) return { valueType: "integerValue", integerValue: String(integer) };
  const boolean = value.int(VALUE.boolean);
  if (boolean !== undefined) return { valueType: "booleanValue", booleanValue: boolean !== 0n };
  const text = value.string(VALUE.string);
  if (text !== undefined) return { valueType: "stringValue", stringValue: text };
  const double = value.double(VALUE.double);
  if (double !== undefined) return { valueType: "doubleValue", doubleValue: double };
  const point = value.group(VALUE.point);
  if (point) return decodePoint(point);
  const reference = value.group(VALUE.reference);
  if (!reference) return NULL;
  return { valueType: "referenceValue", referenceValue: decodeName(reference, reference, REFERENCE_ELEMENT) };
}

function decodePoint(point: WireMessage): Value {
  const latitude = point.double(POINT.latitude) ?? 0;
  const longitude = point.double(POINT.longitude) ?? 0;
  return { valueType: "geoPointValue", geoPointValue: { latitude, longitude } };
}

function fromMicros(micros: bigint): Timestamp {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return { seconds: String((micros - fraction) / 1_000_000n), nanos: Number(fraction) * 1000 };
}
