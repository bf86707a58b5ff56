/** An export of the emulator suite with as many conversations and messages as a busy team has after years. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Message } from "@live-chat/contract/message.ts";
import type { ConversationDocument, MessageDocument } from "@live-chat/core/documents.ts";
import { filterKeys } from "@live-chat/core/filter-keys.ts";
import { writeExport } from "../../local/firestore/export/write-export.ts";
import { type Fields, NULL, type StoredDocument, type Value } from "../../local/firestore/value.ts";
import { PROJECT_ID } from "../../local/stack/constants.ts";

export type Seed = { folder: string; remove: () => Promise<void> };
export type Sizes = { conversations: number; messages: number };

/** The conversation with the long thread: the newest of all. */
export const LONG_THREAD = "long-thread";
const PHOTOS = ["brass", "living-room", "old-lamp", "shop-window"];
const SENTENCES = [
  "Good morning!",
  "Is the floor lamp from the window still to be had, and does it come with a dimmer?",
  "Thank you, that helps.",
  "I measured again: the niche is 62 cm wide, so the small one fits, but the cable would have to come out at the back, if that is possible. Otherwise I take the other one.",
  "هل يمكن التوصيل غداً؟",
  "See https://example.com/lamps/14 – *this one*, please 🙂",
];
const FIRST = ["Lena", "Moussa", "Sarah", "Rahul", "María", "Zofia", "Thomas", "Mai", "Camille", "أحمد"];
const LAST = ["Vogt", "Diallo", "O'Brien", "Verma", "González", "Kowalska", "Müller", "Nguyễn", "Laurent"];

/** Writes the export into a folder of its own. */
export async function writeSeed(sizes: Sizes): Promise<Seed> {
  const folder = await mkdtemp(join(tmpdir(), "bench-web-"));
  writeExport(folder, documentsOf(sizes, Date.now()));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

function* documentsOf({ conversations, messages }: Sizes, now: number): Generator<StoredDocument> {
  for (let seq = 1; seq <= messages; seq++)
    yield* stored(messageDocument(LONG_THREAD, seq, now - (messages - seq) * 47_000 - 60_000));
  for (let index = 0; index < conversations; index++) {
    const id = index === 0 ? LONG_THREAD : `seeded-${index}`;
    const at = now - 60_000 - index * 90_000;
    yield* stored(conversationDocument(id, index, index === 0 ? messages : 1, at));
    if (index > 0) yield* stored(messageDocument(id, 1, at));
  }
}

function* stored(document: MessageDocument | ConversationDocument): Generator<StoredDocument> {
  const { conversation_id } = document;
  const path =
    "message_id" in document ? `${conversation_id}/messages/${document.message_id}` : conversation_id;
  const time = { seconds: `${Math.floor(Date.parse(document.created_at) / 1000)}` };
  const name = `projects/${PROJECT_ID}/databases/(default)/documents/conversations/${path}`;
  yield { name, fields: toFields(document), createTime: time, updateTime: time };
}

function toFields(object: object): Fields {
  const known = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known.map(([name, value]) => [name, toValue(value)]));
}

function toValue(value: unknown): Value {
  if (value === null) return NULL;
  if (typeof value === "string") return { valueType: "stringValue", stringValue: value };
  if (typeof value === "boolean") return { valueType: "booleanValue", booleanValue: value };
  if (typeof value === "number") return { valueType: "integerValue", integerValue: `${value}` };
  if (Array.isArray(value)) return { valueType: "arrayValue", arrayValue: { values: value.map(toValue) } };
  return { valueType: "mapValue", mapValue: { fields: toFields(value as object) } };
}

function messageDocument(conversationId: string, seq: number, at: number): MessageDocument {
  const outbound = seq % 5 === 0 || seq % 7 === 0;
  const photo = !outbound && seq % 23 === 0;
  const time = new Date(at).toISOString();
  const message: Message = {
    message_id: `${conversationId}-${seq}`,
    conversation_id: conversationId,
    user_id: conversationId,
    seq,
    direction: outbound ? "outbound" : "inbound",
    author: outbound
      ? { kind: "agent", id: "agent-ana", name: "Ana Lima" }
      : { kind: "customer", id: conversationId, name: null },
    type: photo ? "image" : "text",
    text: photo ? null : `${SENTENCES[seq % SENTENCES.length]!} (${seq})`,
    content: null,
    attachments: photo
      ? [
          {
            kind: "image",
            mime_type: "image/jpeg",
            name: null,
            size: 8_000,
            sha256: null,
            url: `/demo-media/${PHOTOS[seq % PHOTOS.length]}.jpg`,
          },
        ]
      : [],
    reply_to: seq % 31 === 0 && seq > 3 ? `${conversationId}-${seq - 3}` : null,
    reactions: [],
    status: outbound ? "read" : "received",
    attempt: outbound ? 1 : 0,
    error: null,
    created_at: time,
    edited_at: null,
    revoked_at: null,
    provider_timestamp: time,
    client_message_id: null,
    version: 1,
  };
  const inner = {
    inbound_count: seq,
    provider_id: null,
    fingerprint: null,
    reaction_times: {},
    edit_time: null,
  };
  return { ...message, ...inner };
}

function conversationDocument(id: string, index: number, length: number, at: number): ConversationDocument {
  const { inbound_count, provider_id, fingerprint, reaction_times, edit_time, ...last_message } =
    messageDocument(id, length, at);
  const unread_count = index % 6 === 1 ? 1 : 0;
  const name = `${FIRST[index % FIRST.length]} ${LAST[index % LAST.length]} ${index}`;
  const shown = { name, phone: `+1555${String(index).padStart(7, "0")}`, labels: [], unread_count };
  const time = new Date(at).toISOString();
  return {
    ...shown,
    conversation_id: id,
    user_id: id,
    channel: index % 4 === 0 ? "api" : "whatsapp",
    account: "108000000000001",
    status: index % 9 === 5 ? "resolved" : "open",
    waiting_since: unread_count ? time : null,
    assignee: index % 3 === 0 ? { id: "agent-ana", name: "Ana Lima" } : null,
    note: null,
    blocked: false,
    window_expires_at: null,
    last_message,
    last_seq: length,
    read_seq: unread_count ? length - 1 : length,
    last_activity_at: time,
    created_at: time,
    version: 1,
    inbound_count: length,
    read_inbound_count: length - unread_count,
    filter_keys: filterKeys(shown),
    customer_ids: [id],
  };
}
