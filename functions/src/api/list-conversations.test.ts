import { createHash } from "node:crypto";
import type { Conversation } from "@live-chat/contract/conversation.ts";
import { conversationsAnswer } from "@live-chat/contract/rest.ts";
import { type ConversationDocument, conversationRef } from "@live-chat/core/documents.ts";
import { filterKeys } from "@live-chat/core/filter-keys.ts";
import * as v from "valibot";
import { beforeEach, expect, test } from "vitest";
import { useApi } from "../../testing/api-for-tests.ts";
import { receive } from "../../testing/receive.ts";

const api = useApi();
beforeEach(async () => {
  const { db, redis } = api;
  await db.recursiveDelete(db.collection("conversations"));
  await redis.flushall();
});

/** Puts a conversation there as if it had come about; `minute` is when it was last active. */
async function put(name: string, minute: number, more: Partial<Conversation> = {}): Promise<string> {
  const conversation_id = createHash("md5").update(name).digest("hex");
  const at = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
  const conversation: Conversation = {
    conversation_id,
    user_id: name,
    channel: "whatsapp",
    account: "100",
    name,
    phone: null,
    status: "open",
    waiting_since: null,
    assignee: null,
    labels: [],
    note: null,
    blocked: false,
    window_expires_at: null,
    last_message: null,
    last_seq: 0,
    read_seq: 0,
    unread_count: 0,
    last_activity_at: at,
    created_at: at,
    version: 1,
    ...more,
  };
  const document: ConversationDocument = {
    ...conversation,
    inbound_count: 0,
    read_inbound_count: 0,
    filter_keys: filterKeys(conversation),
    customer_ids: [name],
  };
  await conversationRef(api.db, conversation_id).set(document);
  return conversation_id;
}

async function list(
  query: string,
): Promise<{ names: (string | null)[]; total: number; next: string | null }> {
  const { status, body } = await api.call("GET", `/conversations?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  const page = v.parse(conversationsAnswer, body);
  const names = page.conversations.map((conversation) => conversation.name);
  return { names, total: page.total, next: page.next_cursor };
}

async function listAll(query: string): Promise<(string | null)[]> {
  const names: (string | null)[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await list(`${query}${cursor && `&cursor=${cursor}`}`);
    names.push(...page.names);
    cursor = page.next;
  }
  return names;
}

test("the list is newest activity first, page by page, each conversation once, ties included", async () => {
  for (let index = 0; index < 9; index++) await put(`Customer ${index}`, Math.floor(index / 3));
  const names = await listAll("limit=2");
  expect(names).toHaveLength(9);
  expect(new Set(names).size).toBe(9);
  const minutes = names.map((name) => Math.floor(Number(name?.split(" ")[1]) / 3));
  expect(minutes).toEqual([2, 2, 2, 1, 1, 1, 0, 0, 0]);
  expect((await list("limit=2")).total).toBe(9);
});

test("inner fields stay inside", async () => {
  await put("Ana Maria", 1);
  const { body } = await api.call("GET", "/conversations");
  expect(Object.keys(body.conversations[0])).not.toContain("filter_keys");
  expect(Object.keys(body.conversations[0])).not.toContain("inbound_count");
});

test("status, assignee and label filter alone and together, each with its total", async () => {
  const ana = { id: "ana", name: "Ana" };
  const bob = { id: "bob", name: "Bob" };
  await put("one", 1, { status: "open", assignee: ana, labels: ["vip"] });
  await put("two", 2, { status: "open", assignee: bob, labels: ["vip", "new"] });
  await put("three", 3, { status: "resolved", assignee: ana });
  await put("four", 4, { status: "waiting", labels: ["vip"] });
  await put("five", 5, { status: "open" });

  const cases: [query: string, names: string[]][] = [
    ["status=open", ["five", "two", "one"]],
    ["status=resolved", ["three"]],
    ["assignee=bob", ["two"]],
    ["assignee=me", ["three", "one"]],
    ["assignee=none", ["five", "four"]],
    ["label=vip", ["four", "two", "one"]],
    ["status=open&label=vip", ["two", "one"]],
    ["status=open&assignee=me", ["one"]],
    ["status=open&assignee=none", ["five"]],
    ["label=vip&assignee=none", ["four"]],
    ["label=vip&assignee=me", ["one"]],
    ["status=open&label=new&assignee=bob", ["two"]],
    ["status=waiting&label=vip&assignee=none", ["four"]],
    ["label=unknown", []],
  ];
  for (const [query, names] of cases) {
    expect(await list(query), query).toEqual({ names, total: names.length, next: null });
    expect(await listAll(`${query}&limit=1`), `${query}, in pages`).toEqual(names);
  }
});

test("a search finds names and phones by their beginning, whatever the accents and the case", async () => {
  await put("José García", 1, { phone: "+34 600 111 222" });
  await put("Joe Black", 2, { phone: "+1 555 0100", labels: ["vip"] });
  await put("محمد علي", 3, { status: "resolved" });
  expect((await list("q=jo")).names).toEqual(["Joe Black", "José García"]);
  expect((await list("q=JOSE")).names).toEqual(["José García"]);
  expect((await list("q=garc")).names).toEqual(["José García"]);
  expect((await list(`q=${encodeURIComponent("+34600")}`)).names).toEqual(["José García"]);
  expect((await list("q=1555")).names).toEqual(["Joe Black"]);
  expect((await list(`q=${encodeURIComponent("علي")}`)).names).toEqual(["محمد علي"]);
  expect((await list("q=ose")).names).toEqual([]);
});

test("a search combines with every filter, in pages and in the total", async () => {
  for (let index = 0; index < 12; index++) {
    await put(`Maria ${index}`, index, {
      labels: index % 2 ? ["vip"] : [],
      status: index % 3 ? "open" : "resolved",
      assignee: index % 4 ? null : { id: "ana", name: "Ana" },
    });
  }
  await put("Peter", 20, { labels: ["vip"] });
  const vip = ["Maria 11", "Maria 9", "Maria 7", "Maria 5", "Maria 3", "Maria 1"];
  expect(await list("q=maria&label=vip")).toEqual({ names: vip, total: 6, next: null });
  expect(await listAll("q=maria&label=vip&limit=2")).toEqual(vip);
  expect(await list("q=maria&status=resolved&assignee=me")).toMatchObject({ names: ["Maria 0"], total: 1 });
  expect((await list("q=maria&limit=5")).total).toBe(12);
});

test("a wrong query is 400 and says where", async () => {
  const cases: [query: string, pointer: string][] = [
    ["status=closed", "/status"],
    ["limit=0", "/limit"],
    ["limit=101", "/limit"],
    ["limit=ten", "/limit"],
    ["limit=1&limit=2", "/limit"],
    ["cursor=nonsense", "/cursor"],
    [`cursor=${Buffer.from("2026-01-01T00:00:00.000Z ../x").toString("base64url")}`, "/cursor"],
    ["q=", "/q"],
    ["page=2", "/page"],
    ["label[a]=b", "/label[a]"],
  ];
  for (const [query, pointer] of cases) {
    const { status, body } = await api.call("GET", `/conversations?${query}`);
    expect([status, body.code, body.errors?.[0]?.pointer], query).toEqual([400, "bad_request", pointer]);
  }
});

test("the first page is read once, and again after every change", async () => {
  const { db } = api;
  const id = await receive(db, "491701", ["Hello"]);
  expect((await list("")).names).toHaveLength(1);
  // Behind the API's back: only the cached page can still be the old one.
  await conversationRef(db, id).update({ name: "Renamed" });
  expect((await list("")).names).toEqual([null]);
  expect((await list("limit=10")).names).toEqual(["Renamed"]);

  await api.call("PATCH", `/conversations/${id}`, { body: { labels: ["vip"] } });
  expect((await list("")).names).toEqual(["Renamed"]);
});
