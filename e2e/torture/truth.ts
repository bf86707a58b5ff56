import { createHash } from "node:crypto";
import {
  type ConversationDocument,
  type MessageDocument,
  toConversation,
  toMessage,
} from "@live-chat/core/documents.ts";
import type { DocumentStore } from "@live-chat/local/firestore/store.ts";
import type { StoredDocument, Value } from "@live-chat/local/firestore/value.ts";

/** One copy of a conversation or message: what its version is, and what it says. */
export type Copy = { version: number; digest: string };
/** By conversation id, and by `<conversation id>/<message id>`. */
export type ChatState = Map<string, Copy>;

/** Keeps `state`'s copy unless this one is newer, as everybody does who merges. */
export function mergeCopy(state: ChatState, key: string, copy: Copy): void {
  const known = state.get(key);
  if (!known || copy.version > known.version) state.set(key, copy);
}

/** The same for equal values, whatever the order of their fields. */
export function digestOf(value: unknown): string {
  return createHash("sha1").update(canonical(value)).digest("base64url");
}

function canonical(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(",")}}`;
}

/** What Firestore holds, followed commit by commit: what a fresh fetch would answer at this moment. */
export class Truth {
  readonly state: ChatState = new Map();
  /** Commits' worth of changes to conversations and messages. */
  changes = 0;

  constructor(store: DocumentStore) {
    store.onCommit((changes) => {
      for (const { name, after } of changes) if (after) this.#take(name, after);
    });
  }

  #take(name: string, document: StoredDocument): void {
    const [collection, conversationId, inner, messageId, ...rest] = name.split("/documents/")[1]!.split("/");
    if (collection !== "conversations" || rest.length > 0) return;
    const fields = toPlain({ valueType: "mapValue", mapValue: { fields: document.fields } } as Value);
    this.changes++;
    if (inner === undefined) this.#put(conversationId!, toConversation(fields as ConversationDocument));
    else if (inner === "messages")
      this.#put(`${conversationId}/${messageId}`, toMessage(fields as MessageDocument));
  }

  #put(key: string, value: { version: number }): void {
    this.state.set(key, { version: value.version, digest: digestOf(value) });
  }
}

function toPlain(value: Value): unknown {
  switch (value.valueType) {
    case "nullValue":
      return null;
    case "integerValue":
      return Number(value.integerValue);
    case "arrayValue":
      return (value.arrayValue.values ?? []).map(toPlain);
    case "mapValue":
      return Object.fromEntries(
        Object.entries(value.mapValue.fields ?? {}).map(([name, each]) => [name, toPlain(each)]),
      );
    default:
      return (value as unknown as Record<string, unknown>)[value.valueType];
  }
}
