import type { Author, Message } from "@live-chat/contract/message.ts";
import type { ConversationDocument, MessageDocument } from "@live-chat/core/documents.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyChanges } from "./apply-changes.ts";
import { newConversation, withNewMessage } from "./conversation-document.ts";
import type { InboundChange, InboundMessage, MessageChange } from "./inbound-change.ts";
import { applyLink } from "./link-provider-id.ts";
import { newReply } from "./message-document.ts";
import type { Stored } from "./stored.ts";

const now = new Date("2026-11-22T14:00:00.000Z");
const customer = { channel: "whatsapp" as const, account: "100", ids: ["491701"] };
const profile = { user_id: "491701", name: "Maria", phone: "+491701" };
const agent: Author = { kind: "agent", id: "ana", name: "Ana" };

const inbound = (provider_id: string, more: Partial<InboundMessage> = {}): InboundMessage => ({
  kind: "message",
  provider_id,
  author: "customer",
  profile,
  type: "text",
  text: provider_id,
  content: null,
  attachments: [],
  reply_to: null,
  at: 1000,
  fingerprint: null,
  ...more,
});
const reaction = (target: string, event: string, emoji: string | null, at: number): MessageChange => ({
  kind: "reaction",
  target,
  event,
  name: "Maria",
  emoji,
  at,
});
const edit = (target: string, text: string, at: number): MessageChange => ({
  kind: "edit",
  target,
  text,
  at,
});
const revoke = (target: string, at: number): MessageChange => ({ kind: "revoke", target, at });
const status = (target: string, status: "sent" | "delivered" | "read" | "failed"): MessageChange => ({
  kind: "status",
  target,
  status,
  error: status === "failed" ? { code: "131026", title: "Undeliverable", detail: null } : null,
});

/** A conversation in which an agent answered, not yet linked to the provider's id. */
function answered(): Stored {
  const empty = newConversation("c", customer, profile, now.toISOString());
  const body = { client_message_id: "out", type: "text" as const, text: "hi", reply_to: null };
  const reply = { ...newReply(empty, agent, body, now.toISOString()), version: 1 };
  const conversation = { ...withNewMessage(empty, reply), version: 1 };
  return {
    conversations: new Map([["c", conversation]]),
    messages: new Map([[reply.message_id, reply]]),
    known: new Map(),
  };
}

const merge = (before: Stored, changed: Stored): Stored => ({
  conversations: new Map([...before.conversations, ...changed.conversations]),
  messages: new Map([...before.messages, ...changed.messages]),
  known: new Map([...before.known, ...changed.known]),
});

function store(before: Stored, ...changes: InboundChange[]): Stored {
  return merge(before, applyChanges(before, { customer, changes, conversationId: "c", now }).changed);
}

function link(before: Stored): Stored {
  const [reply] = [...before.messages.values()].filter(({ direction }) => direction === "outbound");
  const attempt = { conversation_id: "c", message_id: reply!.message_id, attempt: 1 };
  return merge(before, applyLink(before, attempt, "out"));
}

const conversationOf = (stored: Stored): ConversationDocument => stored.conversations.get("c")!;
const messageOf = (stored: Stored, providerId: string): MessageDocument =>
  [...stored.messages.values()].find(({ provider_id }) => provider_id === providerId)!;

/** What order and repetition must not change: everything but places, versions and arrival times. */
function meaning(stored: Stored) {
  const names = new Map([...stored.messages.values()].map((it) => [it.message_id, it.provider_id]));
  const messages = [...stored.messages.values()].map((it) => ({
    provider_id: it.provider_id,
    text: it.text,
    status: it.status,
    error: it.error,
    reactions: it.reactions,
    edited_at: it.edited_at,
    revoked_at: it.revoked_at,
    reply_to: it.reply_to && names.get(it.reply_to),
  }));
  const { name, phone, unread_count, last_seq, customer_ids } = conversationOf(stored);
  const waiting = [...stored.known.values()].flatMap(({ pending }) => pending);
  messages.sort((one, other) => String(one.provider_id).localeCompare(String(other.provider_id)));
  return { messages, conversation: { name, phone, unread_count, last_seq, customer_ids }, waiting };
}

function checkPlaces(stored: Stored): void {
  const messages = [...stored.messages.values()].toSorted((one, other) => one.seq - other.seq);
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
  let inboundCount = 0;
  for (const message of messages) {
    if (message.direction === "inbound") inboundCount++;
    expect(message.inbound_count).toBe(inboundCount);
  }
  const { last_message, unread_count } = conversationOf(stored);
  const { message_id, version, text, status, reactions } = messages.at(-1)!;
  expect(last_message).toMatchObject({
    message_id,
    version,
    text,
    status,
    reactions,
  } satisfies Partial<Message>);
  expect(unread_count).toBe(inboundCount);
}

const steps: ((stored: Stored) => Stored)[] = [
  ...[
    inbound("a"),
    inbound("b", { reply_to: "a", at: 2000, profile: { ...profile, name: "Maria S." } }),
    inbound("c", { reply_to: "out", at: 3000 }),
    inbound("d", { reply_to: "never", at: 4000 }),
    reaction("a", "r1", "👍", 10),
    reaction("a", "r2", null, 20),
    reaction("a", "r3", "🎉", 30),
    reaction("out", "r4", "❤️", 10),
    reaction("out", "r5", null, 15),
    edit("b", "b edited", 50),
    edit("b", "b edited again", 60),
    edit("c", "c edited", 70),
    revoke("c", 80),
    status("out", "sent"),
    status("out", "delivered"),
    status("out", "read"),
  ].map((change) => (stored: Stored) => store(stored, change)),
  link,
];

test("in any order and any repetition, the same things lead to the same end", () => {
  const expected = meaning(steps.reduce((stored, step) => step(stored), answered()));
  const orders = fc
    .shuffledSubarray(steps, { minLength: steps.length })
    .chain((all) =>
      fc.tuple(fc.constant(all), fc.array(fc.nat({ max: steps.length - 1 }), { maxLength: 20 })),
    )
    .map(([all, again]) => [...all, ...again.map((index) => steps[index]!)]);
  fc.assert(
    fc.property(orders, (order) => {
      const stored = order.reduce((before, step) => step(before), answered());
      expect(meaning(stored)).toEqual(expected);
      checkPlaces(stored);
    }),
    { numRuns: 300 },
  );
});

test("all in one transaction leads to the same end as one by one", () => {
  const changes = [
    inbound("a"),
    inbound("b", { reply_to: "a" }),
    reaction("a", "r", "👍", 5),
    edit("b", "x", 6),
  ];
  const together = store(answered(), ...changes);
  const apart = changes.reduce((stored, change) => store(stored, change), answered());
  expect(meaning(together)).toEqual(meaning(apart));
  expect(conversationOf(together).version).toBe(2);
  expect(messageOf(together, "b").version).toBe(1);
});

test("failed is final for its attempt, and says why", () => {
  const after = store(link(answered()), status("out", "failed"), status("out", "read"));
  expect(messageOf(after, "out")).toMatchObject({ status: "failed", error: { code: "131026" } });
});

test("statuses of an earlier attempt don't touch the next", () => {
  const before = link(answered());
  const retried = { ...messageOf(before, "out"), attempt: 2, provider_id: "out2", status: "queued" as const };
  before.messages.set(retried.message_id, retried);
  expect(messageOf(store(before, status("out", "read")), "out2").status).toBe("queued");
});

test("nothing new writes nothing", () => {
  const before = store(link(answered()), inbound("a"), reaction("a", "r", "👍", 5), status("out", "read"));
  const again = [
    inbound("a"),
    reaction("a", "r", "👍", 5),
    reaction("a", "q", "🎉", 4),
    status("out", "sent"),
  ];
  const { changed } = applyChanges(before, { customer, changes: again, conversationId: "c", now });
  expect([changed.conversations.size, changed.messages.size, changed.known.size]).toEqual([0, 0, 0]);
});

test("a change to an older message leaves the conversation alone, one to the newest doesn't", () => {
  const before = store(answered(), inbound("a"), inbound("b"));
  const older = store(before, reaction("a", "r", "👍", 5));
  expect(conversationOf(older)).toBe(conversationOf(before));
  const newest = store(before, reaction("b", "r", "👍", 5));
  expect(conversationOf(newest)).toMatchObject({
    version: conversationOf(before).version + 1,
    last_message: { version: 2, reactions: [{ emoji: "👍" }] },
    last_activity_at: conversationOf(before).last_activity_at,
  });
});

test("what waits at one id has a bound", () => {
  const changes = Array.from({ length: 500 }, (_, n) => reaction("never", `r${n}`, "👍", n));
  expect(store(answered(), ...changes).known.get("never")?.pending).toHaveLength(100);
});
