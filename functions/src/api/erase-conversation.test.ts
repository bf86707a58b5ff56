import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { erasedAnswer } from "@live-chat/contract/rest.ts";
import { auditLog, conversationRef, deliveryRef } from "@live-chat/core/documents.ts";
import { appendEvents } from "@live-chat/core/event-log.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import * as v from "valibot";
import { beforeEach, expect, test } from "vitest";
import { useApi } from "../../testing/api-for-tests.ts";
import { readConversation, receive } from "../../testing/receive.ts";
import { readEverything } from "../../testing/serve-webhooks.ts";
import {
  publishConversationRemoval,
  publishConversationUpdate,
} from "../conversations/publish-conversation.ts";
import { media } from "../media/documents.ts";
import { folderStore } from "../media/media-store.ts";
import { publishMessage } from "../messages/publish-message.ts";
import { deliveries, endpoints } from "../outgoing-webhooks/documents.ts";

const api = useApi();
let customers = 0;
let phone: string;
let id: string;
beforeEach(async () => {
  phone = `4970${++customers}`;
  id = await receive(api.db, phone, ["My secret", "Another secret"], "Maria Secret");
});

const erase = (conversation = id) => api.asAdmin("DELETE", `/conversations/${conversation}`);
const everything = async () => JSON.stringify(await readEverything(api));

test("nothing of the customer is left but that an admin erased it", async () => {
  const other = await receive(api.db, "49799", ["Somebody else's words"], "Juan");
  const untouched = await readConversation(api.db, other);
  const { status, body } = await erase();
  expect([status, v.parse(erasedAnswer, body)]).toEqual([200, { conversation_id: id, messages: 2 }]);

  const left = await readEverything(api);
  const traces = Object.entries(left).filter(([path, it]) => JSON.stringify([path, it]).includes(id));
  expect(traces.map(([path]) => path.split("/")[0])).toEqual(["audit_log"]);
  expect(await everything()).not.toMatch(new RegExp(`ecret|${phone}`));
  const [audit] = (await auditLog(api.db).where("conversation_id", "==", id).get()).docs;
  expect(audit!.data()).toMatchObject({ action: "erase_conversation", agent_id: "boss", messages: 2 });
  expect(audit!.data().finished_at).toMatch(/^2/);
  expect(await readConversation(api.db, other)).toEqual(untouched);
});

test("files, and what waits to be told to other systems, go too; those of others stay", async () => {
  const store = folderStore(join(tmpdir(), `live-chat-test-${process.pid}`));
  for (const [conversation_id, media_id] of [
    [id, `mine${customers}`],
    ["elsewhere", `other${customers}`],
  ] as const) {
    await store.write(media_id, Readable.from([Buffer.from("a photo")]));
    await media(api.db)
      .doc(media_id)
      .set({ media_id, conversation_id } as never);
    await endpoints(api.db)
      .doc("crm")
      .set({} as never);
    const told = { conversation_id, body: "secret" } as never;
    await deliveries(api.db, "crm").doc(`evt-${conversation_id}`).set(told);
  }
  await deliveryRef(api.db, id).set({} as never);
  await api.ok(erase());

  const read = async (media_id: string) => Buffer.concat(await store.read(media_id).toArray()).toString();
  await expect(read(`mine${customers}`)).rejects.toMatchObject({ code: "ENOENT" });
  expect(await read(`other${customers}`)).toBe("a photo");
  expect((await deliveries(api.db, "crm").get()).docs.map((doc) => doc.id)).toEqual(["evt-elsewhere"]);
  expect((await media(api.db).doc(`mine${customers}`).get()).exists).toBe(false);
  expect((await deliveryRef(api.db, id).get()).exists).toBe(false);
});

test("it is gone from lists, searches and threads; erasing it again is 404", async () => {
  expect(JSON.stringify(await api.ok(api.call("GET", "/search?q=secret")))).toContain(id);
  await erase();
  expect((await api.ok(api.call("GET", `/conversations?q=${phone}`))).total).toBe(0);
  expect(JSON.stringify(await api.ok(api.call("GET", "/search?q=secret")))).not.toContain(id);
  for (const path of ["", "/messages", "/transcript"]) {
    expect((await api.call("GET", `/conversations/${id}${path}`)).status).toBe(404);
  }
  const again = await erase();
  expect([again.status, again.body.code]).toEqual([404, "conversation_not_found"]);
});

test("the customer who writes again begins anew", async () => {
  await erase();
  const anew = await receive(api.db, phone, ["Hello"], "Maria");
  expect(anew).not.toBe(id);
  expect(await readConversation(api.db, anew)).toMatchObject({ last_seq: 1, unread_count: 1 });
});

test("what the customer writes meanwhile is either erased too or begins anew, never left without a home", async () => {
  const writing = Array.from({ length: 5 }, (_, index) => receive(api.db, phone, [`Late ${index}`]));
  const [{ status }] = await Promise.all([erase(), ...writing]);
  expect(status).toBe(200);
  const left = await readEverything(api);
  expect(Object.keys(left).filter((path) => path.includes(id))).toEqual([]);
});

test("an interrupted erasing goes on when asked again", async () => {
  const audit = await auditLog(api.db).add({
    action: "erase_conversation",
    conversation_id: id,
    agent_id: "boss",
    begun_at: new Date().toISOString(),
    finished_at: null,
    messages: 0,
  });
  await conversationRef(api.db, id).delete();
  expect(await api.ok(erase())).toEqual({ conversation_id: id, messages: 2 });
  expect((await audit.get()).data()!.finished_at).not.toBeNull();
  expect(await everything()).not.toContain(phone);
});

test("dashboards are told, and the log forgets what it said", async () => {
  const before = await readConversation(api.db, id);
  const { docs } = await api.db.collection(`conversations/${id}/messages`).orderBy("seq").get();
  for (const doc of docs) await publishMessage(api, doc.data() as never);
  await publishConversationUpdate(api, before, { ...before, version: before.version + 1 });
  const elsewhere = { ...before, conversation_id: "elsewhere", name: `mentions ${id}` };
  const data = { user_id: "x", conversation_id: "elsewhere", conversation: elsewhere };
  await appendEvents(api.redis, [{ event: "conversation_updated", data: data as never }]);
  await erase();
  await publishConversationRemoval(api, before);

  const log = await api.redis.xrange(redisKeys.log, "-", "+");
  const about = log.filter(([, [, , , data]]) => data && JSON.parse(data).conversation_id === id);
  expect(about.map(([, [, event]]) => event)).toEqual(["conversation_removed"]);
  expect(log.at(-1)).toEqual(about[0]);
  expect(log.some(([, fields]) => fields.includes("conversation_updated"))).toBe(true);
  expect(await api.redis.exists(redisKeys.published(id))).toBe(0);
});

test("only admins erase", async () => {
  const before = await everything();
  const answer = await api.call("DELETE", `/conversations/${id}`);
  expect([answer.status, answer.body.code]).toEqual([403, "admin_required"]);
  expect((await api.call("DELETE", `/conversations/${id}`, { token: null })).status).toBe(401);
  expect(await everything()).toBe(before);
});
