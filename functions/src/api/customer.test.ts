import { conversationAnswer } from "@live-chat/contract/rest.ts";
import { conversationRef } from "@live-chat/core/documents.ts";
import * as v from "valibot";
import { beforeEach, describe, expect, test } from "vitest";
import { useApi } from "../../testing/api-for-tests.ts";
import { readConversation, receive } from "../../testing/receive.ts";

const api = useApi();
let customers = 0;
let phone: string;
let id: string;
beforeEach(async () => {
  phone = `4930${++customers}`;
  id = await receive(api.db, phone, ["Hello", "Anybody there?"], "Maria");
});

async function patched(body: unknown) {
  return v.parse(conversationAnswer, await api.ok(api.call("PATCH", `/conversations/${id}`, { body })))
    .conversation;
}
const found = async (q: string) =>
  (await api.ok(api.call("GET", `/conversations?q=${encodeURIComponent(q)}`))).conversations.map(
    (it: { conversation_id: string }) => it.conversation_id,
  );

describe("a name given by an agent", () => {
  test("stays, whatever the customer calls themselves, and is what a search finds", async () => {
    expect((await patched({ name: "  Mrs Weber " })).name).toBe("Mrs Weber");
    await receive(api.db, phone, ["Me again"], "M.");
    expect((await readConversation(api.db, id)).name).toBe("Mrs Weber");
    expect(await found("weber")).toEqual([id]);
    expect(await found("maria")).not.toContain(id);
  });

  test("is taken back by null: the next message brings the customer's own", async () => {
    await patched({ name: "Mrs Weber" });
    expect((await patched({ name: null })).name).toBeNull();
    await receive(api.db, phone, ["Me again"], "Maria W.");
    expect((await readConversation(api.db, id)).name).toBe("Maria W.");
  });
});

test("a note about the customer is kept, and gone when emptied", async () => {
  expect((await patched({ note: " likes tea\nsince 2019 " })).note).toBe("likes tea\nsince 2019");
  expect((await patched({ note: "" })).note).toBeNull();
});

describe("a blocked customer", () => {
  test("has nothing unread and nobody waiting, at once and whatever they write", async () => {
    await patched({ status: "resolved" });
    expect(await patched({ blocked: true })).toMatchObject({
      blocked: true,
      unread_count: 0,
      waiting_since: null,
    });
    const before = await readConversation(api.db, id);
    await receive(api.db, phone, ["Hello?!"], "Maria");
    const after = await readConversation(api.db, id);
    const { status, unread_count, waiting_since, last_activity_at } = before;
    expect(after).toMatchObject({ status, unread_count, waiting_since, last_activity_at, last_seq: 3 });
    expect(after.last_message?.text).toBe("Hello?!");
    expect(after.filter_keys).not.toContain("unread");
  });

  test("who is let in again is heard again; what came meanwhile stays read", async () => {
    await patched({ blocked: true });
    await receive(api.db, phone, ["Unheard"]);
    expect(await patched({ blocked: false })).toMatchObject({ blocked: false, unread_count: 0 });
    await receive(api.db, phone, ["Thank you"]);
    expect(await readConversation(api.db, id)).toMatchObject({ unread_count: 1, status: "open" });
  });
});

test("a conversation stored before there were notes and blocks reads as one without", async () => {
  const { note, blocked, window_expires_at, ...old } = await readConversation(api.db, id);
  await conversationRef(api.db, id).set(old as never);
  const read = v.parse(conversationAnswer, await api.ok(api.call("GET", `/conversations/${id}`)));
  expect(read.conversation).toMatchObject({ note: null, blocked: false, window_expires_at: null });
  expect(await patched({ blocked: false, note: null })).toEqual(read.conversation);
  await receive(api.db, phone, ["Still works"]);
  expect((await readConversation(api.db, id)).last_seq).toBe(3);
});

test.each([
  [{ name: "" }, "/name"],
  [{ name: "  " }, "/name"],
  [{ name: "x".repeat(201) }, "/name"],
  [{ note: "x".repeat(4001) }, "/note"],
  [{ note: 7 }, "/note"],
  [{ blocked: "yes" }, "/blocked"],
  [{ blocked: null }, "/blocked"],
])("%j is 400 and changes nothing", async (body, pointer) => {
  const before = await readConversation(api.db, id);
  const answer = await api.call("PATCH", `/conversations/${id}`, { body });
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
  expect(await readConversation(api.db, id)).toEqual(before);
});

describe("starting a conversation", () => {
  const start = (body: object) =>
    api.call("POST", "/conversations", { body: { channel: "whatsapp", account: "100", ...body } });

  test("a new number makes one, in the list and found; the same number again is the same one", async () => {
    const first = await start({ phone: "+49 (176) 555-0001", name: "Jörg" });
    expect(first.status).toBe(201);
    const { conversation } = v.parse(conversationAnswer, first.body);
    expect(conversation).toMatchObject({
      phone: "+491765550001",
      user_id: "491765550001",
      name: "Jörg",
      last_seq: 0,
    });
    const again = await start({ phone: "0049 176 5550001", name: "Somebody" });
    expect([again.status, again.body.conversation]).toEqual([200, first.body.conversation]);
    expect(await found("+49 176 555")).toEqual([conversation.conversation_id]);
    expect((await api.ok(api.call("GET", "/conversations?limit=1"))).conversations[0]).toEqual(conversation);
  });

  test("who wrote before is met where they wrote, and who is written to first answers there", async () => {
    expect((await start({ phone: "49301001" })).status).toBe(201);
    const known = await receive(api.db, "49301002", ["Hi"]);
    expect((await start({ phone: "49301002" })).body.conversation.conversation_id).toBe(known);
    const started = (await start({ phone: "49301003" })).body.conversation.conversation_id;
    expect(await receive(api.db, "49301003", ["I answer"], "Lu")).toBe(started);
    expect(await readConversation(api.db, started)).toMatchObject({
      name: "Lu",
      last_seq: 1,
      unread_count: 1,
    });
  });

  test("many at once make one", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => start({ phone: "49301004" })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.conversation.conversation_id)).size).toBe(1);
  });

  test.each([
    [{}, "/phone"],
    [{ phone: "12" }, "/phone"],
    [{ phone: "call me" }, "/phone"],
    [{ phone: "+49 176 x" }, "/phone"],
    [{ phone: "+4917655500015550001" }, "/phone"],
    [{ phone: 491765550001 }, "/phone"],
    [{ phone: "491765550001", account: "../x" }, "/account"],
    [{ phone: "491765550001", channel: "api" }, "/channel"],
    [{ phone: "491765550001", name: "" }, "/name"],
    [{ phone: "491765550001", text: "Hi" }, "/text"],
  ])("%j is 400", async (body, pointer) => {
    const answer = await start(body);
    expect([answer.status, answer.body.errors?.[0].pointer]).toEqual([400, pointer]);
  });
});
