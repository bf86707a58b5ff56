import type { DocumentChange } from "../store.ts";
import { type JsonDocument, toIsoTime, toJsonDocument } from "./json-document.ts";
import type { Trigger } from "./trigger.ts";

/** What happened to a document, in Firestore's JSON form; an absent side is an empty object, as in production. */
export interface DocumentEventData {
  value: JsonDocument | Record<string, never>;
  oldValue: JsonDocument | Record<string, never>;
  updateMask?: { fieldPaths: string[] };
}

/** A change on its way to one trigger. `id` stays the same however often it is delivered. */
export interface DocumentEvent {
  id: string;
  change: DocumentChange;
}

/** Returns the CloudEvent, in structured form, that a 2nd gen function receives. */
export function toCloudEvent(trigger: Trigger, { id, change }: DocumentEvent) {
  const { project, database, document } = parseName(change.name);
  return {
    specversion: "1.0",
    id,
    type: trigger.eventType,
    source: `//firestore.googleapis.com/projects/${project}/databases/${database}`,
    subject: `documents/${document}`,
    time: toIsoTime(change.commitTime),
    datacontenttype: "application/json",
    dataschema:
      "https://github.com/googleapis/google-cloudevents/blob/main/proto/google/events/cloud/firestore/v1/data.proto",
    location: "us-central1",
    project,
    database,
    namespace: "(default)",
    document,
    ...(trigger.eventType.endsWith(".withAuthContext") && { authtype: "unknown" }),
    data: toEventData(change),
  };
}

/** Returns the background event that a 1st gen function receives. */
export function toBackgroundEvent(trigger: Trigger, { id, change }: DocumentEvent) {
  return {
    context: {
      eventId: id,
      timestamp: toIsoTime(change.commitTime),
      eventType: trigger.eventType,
      resource: { service: "firestore.googleapis.com", name: change.name },
    },
    data: toEventData(change),
  };
}

function toEventData({ before, after, updateMask }: DocumentChange): DocumentEventData {
  return {
    value: after ? toJsonDocument(after) : {},
    oldValue: before ? toJsonDocument(before) : {},
    ...(before && after && updateMask && { updateMask: { fieldPaths: updateMask } }),
  };
}

function parseName(name: string): { project: string; database: string; document: string } {
  const [, project, , database, , ...document] = name.split("/");
  return { project: project!, database: database!, document: document.join("/") };
}
