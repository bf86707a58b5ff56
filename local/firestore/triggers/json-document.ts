import type { StoredDocument, Value } from "../value.ts";

/** A document in proto3's JSON form, as REST answers and event bodies carry it. */
export interface JsonDocument {
  name: string;
  fields: Record<string, unknown>;
  createTime: string;
  updateTime: string;
}

/** Returns the document in JSON form. */
export function toJsonDocument(document: StoredDocument): JsonDocument {
  return {
    name: document.name,
    fields: toJsonFields(document.fields),
    createTime: toIsoTime(document.createTime),
    updateTime: toIsoTime(document.updateTime),
  };
}

/** Returns a time as ISO 8601 UTC with its fraction cut to microseconds, Firestore's precision. */
export function toIsoTime(time: { seconds?: string | number; nanos?: number }): string {
  const seconds = new Date(Number(time.seconds ?? 0) * 1000).toISOString().slice(0, -".000Z".length);
  const micros = Math.floor((time.nanos ?? 0) / 1000);
  return `${seconds}.${String(micros).padStart(6, "0")}Z`;
}

function toJsonFields(fields: Record<string, Value>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, toJsonValue(value)]));
}

function toJsonValue(value: Value): Record<string, unknown> {
  switch (value.valueType) {
    case "nullValue":
      return { nullValue: null };
    case "doubleValue":
      return { doubleValue: toJsonDouble(value.doubleValue) };
    case "timestampValue":
      return { timestampValue: toIsoTime(value.timestampValue) };
    case "bytesValue":
      return { bytesValue: Buffer.from(value.bytesValue).toString("base64") };
    case "arrayValue":
      return { arrayValue: { values: (value.arrayValue.values ?? []).map(toJsonValue) } };
    case "mapValue":
      return { mapValue: { fields: toJsonFields(value.mapValue.fields ?? {}) } };
    default: {
      const { valueType, ...json } = value;
      return json;
    }
  }
}

/** JSON has no NaN, infinity or −0; proto3 writes them as strings. */
function toJsonDouble(double: number): number | string {
  if (Object.is(double, -0)) return "-0";
  return Number.isFinite(double) ? double : String(double);
}
