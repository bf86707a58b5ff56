import { isDeepStrictEqual } from "node:util";
import type { DocumentChange } from "../store.ts";
import { compileDocumentPattern, type DocumentMatcher, exactDocument } from "./document-pattern.ts";

export type ChangeKind = "created" | "updated" | "deleted" | "written";

/** Which changes a function wants to hear of, and in which form its generation expects them. */
export interface Trigger {
  id: string;
  project: string;
  database: string;
  kind: ChangeKind;
  /** As registered; the function compares it. */
  eventType: string;
  matches: DocumentMatcher;
  /** 2nd gen functions take CloudEvents, 1st gen functions background events. */
  form: "cloud-event" | "background-event";
  /** Whether an event the function failed on is delivered again. */
  retry: boolean;
}

/** A registration that can't be understood; the message says which part and why. */
export class TriggerRegistrationError extends Error {
  override name = "TriggerRegistrationError";
}

/** Takes the body of a 2nd gen function's registration; throws `TriggerRegistrationError`. */
export function parseEventarcTrigger(project: string, id: string, body: unknown): Trigger {
  const registration = asObject(body, "the body");
  const document = asObject(registration.document, "document");
  const eventType = asString(registration.eventType, "eventType");
  const namespace = asString(registration.namespace ?? "(default)", "namespace");
  return {
    id,
    project,
    database: asString(registration.database ?? "(default)", "database"),
    kind: parseKind(eventType, /^google\.cloud\.firestore\.document\.v1\.(\w+?)(?:\.withAuthContext)?$/),
    eventType,
    matches: parseDocument(asString(document.value, "document.value"), document.matchType, namespace),
    form: "cloud-event",
    retry: registration.retry !== false,
  };
}

/** Takes the body of a 1st gen function's registration; throws `TriggerRegistrationError`. */
export function parseBackgroundTrigger(project: string, id: string, body: unknown): Trigger {
  const eventTrigger = asObject(asObject(body, "the body").eventTrigger, "eventTrigger");
  const eventType = asString(eventTrigger.eventType, "eventTrigger.eventType");
  const resource = asString(eventTrigger.resource, "eventTrigger.resource");
  const parts = /^projects\/([^/]+)\/databases\/([^/]+)\/documents(?:@([^/]*))?\/(.+)$/.exec(resource);
  if (!parts) throw new TriggerRegistrationError(`eventTrigger.resource "${resource}" names no documents`);
  const [, , database, namespace, document] = parts;
  return {
    id,
    project,
    database: database!,
    kind: parseKind(
      eventType,
      /^(?:providers\/cloud\.firestore\/eventTypes|google\.firestore)[/.]document\.(\w+)$/,
    ),
    eventType,
    matches: parseDocument(document!, "PATH_PATTERN", namespace || "(default)"),
    form: "background-event",
    retry: eventTrigger.retry !== false,
  };
}

/** Says whether the trigger wants this change; a write that changed nothing is no event. */
export function isTriggeredBy(trigger: Trigger, change: DocumentChange): boolean {
  const prefix = `projects/${trigger.project}/databases/${trigger.database}/documents/`;
  if (!change.name.startsWith(prefix) || !trigger.matches(change.name.slice(prefix.length))) return false;
  const kind = changeKind(change);
  return kind !== null && (trigger.kind === "written" || trigger.kind === kind);
}

function changeKind({ before, after }: DocumentChange): ChangeKind | null {
  if (before && after) return isDeepStrictEqual(before.fields, after.fields) ? null : "updated";
  if (after) return "created";
  return before ? "deleted" : null;
}

const KINDS: Record<string, ChangeKind> = {
  created: "created",
  updated: "updated",
  deleted: "deleted",
  written: "written",
  create: "created",
  update: "updated",
  delete: "deleted",
  write: "written",
};

function parseKind(eventType: string, form: RegExp): ChangeKind {
  const kind = KINDS[form.exec(eventType)?.[1] ?? ""];
  if (!kind) throw new TriggerRegistrationError(`the event type "${eventType}" is not one of Firestore's`);
  return kind;
}

function parseDocument(path: string, matchType: unknown, namespace: string): DocumentMatcher {
  if (namespace !== "(default)") return () => false;
  try {
    if (matchType === "EXACT") return exactDocument(path);
    if (matchType === "PATH_PATTERN") return compileDocumentPattern(path);
  } catch (error) {
    throw new TriggerRegistrationError((error as Error).message);
  }
  throw new TriggerRegistrationError(
    `document.matchType must be EXACT or PATH_PATTERN, not ${String(matchType)}`,
  );
}

function asObject(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new TriggerRegistrationError(`${name} must be an object`);
}

function asString(value: unknown, name: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new TriggerRegistrationError(`${name} must be a non-empty string`);
}
