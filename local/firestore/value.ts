/**
 * Values and documents as they cross the wire: google.firestore.v1 messages, decoded with camel-case
 * names, 64-bit integers as decimal strings, enums as names, bytes as Buffers, and unset fields left out.
 * They are never changed in place: a write builds new ones and shares what it didn't touch.
 */

/** Seconds since 1970 and nanoseconds within that second; left out means 0. */
export type Timestamp = { seconds?: string; nanos?: number };

export type Fields = Record<string, Value>;

export type NullValue = { valueType: "nullValue"; nullValue: "NULL_VALUE" };
export type BooleanValue = { valueType: "booleanValue"; booleanValue: boolean };
export type IntegerValue = { valueType: "integerValue"; integerValue: string };
export type DoubleValue = { valueType: "doubleValue"; doubleValue: number };
export type TimestampValue = { valueType: "timestampValue"; timestampValue: Timestamp };
export type StringValue = { valueType: "stringValue"; stringValue: string };
export type BytesValue = { valueType: "bytesValue"; bytesValue: Buffer };
export type ReferenceValue = { valueType: "referenceValue"; referenceValue: string };
export type GeoPointValue = {
  valueType: "geoPointValue";
  geoPointValue: { latitude?: number; longitude?: number };
};
export type ArrayValue = { valueType: "arrayValue"; arrayValue: { values?: Value[] } };
export type MapValue = { valueType: "mapValue"; mapValue: { fields?: Fields } };

/** google.firestore.v1.Value, told apart by `valueType`. */
export type Value =
  | NullValue
  | BooleanValue
  | IntegerValue
  | DoubleValue
  | TimestampValue
  | StringValue
  | BytesValue
  | ReferenceValue
  | GeoPointValue
  | ArrayValue
  | MapValue;

/** A stored document; `name` is `projects/P/databases/D/documents/PATH`. */
export type StoredDocument = {
  name: string;
  fields: Fields;
  createTime: Timestamp;
  updateTime: Timestamp;
};

export const NULL: NullValue = { valueType: "nullValue", nullValue: "NULL_VALUE" };
