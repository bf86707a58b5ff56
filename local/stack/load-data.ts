import { readExport } from "../firestore/export/read-export.ts";
import type { DocumentStore } from "../firestore/store.ts";
import type { Fields, StoredDocument, Value } from "../firestore/value.ts";
import { PROJECT_ID } from "./constants.ts";

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** Names of fields that hold times in ms, or maps of them: `edit_time`, `reaction_times`. */
const TIME_IN_MS = /_times?$/;
/** The newest demo message is this old, in ms. */
const NEWEST = 90_000;

/** Loads an export's Firestore part; `asOfNow` moves all times so that the newest activity was just now. */
export function loadData(
  store: DocumentStore,
  folder: string,
  { asOfNow = false }: { asOfNow?: boolean },
): void {
  const documents = readExport(folder, PROJECT_ID);
  store.load(asOfNow ? shiftTimes(documents, Date.now() - NEWEST) : documents);
}

/** Moves all times of the documents by the same span, so that the last activity was at `newest` (ms). */
export function shiftTimes(documents: StoredDocument[], newest: number): StoredDocument[] {
  const activities = documents
    .map(({ fields }) => fields.last_activity_at)
    .filter((value) => value !== undefined);
  const last = Math.max(...activities.map((value) => (isIsoTime(value) ? Date.parse(value.stringValue) : 0)));
  return documents.map((document) => ({ ...document, fields: shiftFields(document.fields, newest - last) }));
}

function shiftFields(fields: Fields, by: number): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      TIME_IN_MS.test(name) ? shiftMs(value, by) : shift(value, by),
    ]),
  );
}

function shift(value: Value, by: number): Value {
  switch (value.valueType) {
    case "stringValue":
      return isIsoTime(value)
        ? { ...value, stringValue: new Date(Date.parse(value.stringValue) + by).toISOString() }
        : value;
    case "timestampValue":
      return {
        ...value,
        timestampValue: { ...value.timestampValue, seconds: addTo(value.timestampValue.seconds, by / 1000) },
      };
    case "arrayValue":
      return {
        ...value,
        arrayValue: { values: (value.arrayValue.values ?? []).map((item) => shift(item, by)) },
      };
    case "mapValue":
      return { ...value, mapValue: { fields: shiftFields(value.mapValue.fields ?? {}, by) } };
    default:
      return value;
  }
}

function shiftMs(value: Value, by: number): Value {
  if (value.valueType === "integerValue") return { ...value, integerValue: addTo(value.integerValue, by) };
  if (value.valueType === "doubleValue") return { ...value, doubleValue: value.doubleValue + by };
  if (value.valueType !== "mapValue") return value;
  const fields = Object.entries(value.mapValue.fields ?? {}).map(([name, inner]) => [
    name,
    shiftMs(inner, by),
  ]);
  return { ...value, mapValue: { fields: Object.fromEntries(fields) } };
}

function isIsoTime(value: Value): value is Extract<Value, { valueType: "stringValue" }> {
  return value.valueType === "stringValue" && ISO_TIME.test(value.stringValue);
}

function addTo(integer: string | undefined, by: number): string {
  return `${Number(integer ?? 0) + Math.round(by)}`;
}
