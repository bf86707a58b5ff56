import { conversationAnswer, countsAnswer } from "@live-chat/contract/rest.ts";
import * as v from "valibot";
import { beforeEach, expect, test } from "vitest";
import { useApi } from "../../testing/api-for-tests.ts";
import { readConversation, receive } from "../../testing/receive.ts";

const api = useApi();
let customers = 0;
let id: string;
beforeEach(async () => {
  id = await receive(api.db, `4940${++customers}`, ["One", "Two", "Three"]);
});

const post = (path: string, body: unknown, token?: string) =>
  api.call("POST", `/conversations/${id}/${path}`, { body, ...(token && { token }) });
async function posted(path: string, body: unknown) {
  return v.parse(conversationAnswer, await api.ok(post(path, body))).conversation;
}
const counts = async () =>
  v.parse(countsAnswer, await api.ok(api.call("GET", "/conversations/counts"))).counts;

test("each filter is counted as its list would count; reading and marking unread moves the numbers", async () => {
  const before = await counts();
  const changed = async (change: Promise<unknown>) => {
    await change;
    const after = await counts();
    const moved = Object.entries(after).map(([name, count]) => [
      name,
      count - before[name as keyof typeof before],
    ]);
    return Object.fromEntries(moved.filter(([, by]) => by !== 0));
  };
  const patch = (body: object) => api.ok(api.call("PATCH", `/conversations/${id}`, { body }));
  expect(await changed(posted("read", { seq: 3 }))).toEqual({ unread: -1 });
  expect(await changed(posted("unread", { seq: 2 }))).toEqual({});
  expect(await changed(patch({ assignee: { id: "ana" } }))).toEqual({ mine: 1, unassigned: -1 });
  expect(await changed(patch({ status: "waiting" }))).toEqual({ mine: 1, unassigned: -1, waiting: 1 });
  expect(await changed(patch({ status: "resolved" }))).toEqual({ mine: 1, unassigned: -1, resolved: 1 });
});

test("the list can be asked for unread ones, alone and with other filters", async () => {
  const list = async (query: string) => {
    const { conversations, total } = await api.ok(api.call("GET", `/conversations?${query}`));
    const ids = conversations.map((it: { conversation_id: string }) => it.conversation_id);
    return { ids, total };
  };
  const { unread } = await counts();
  const before = await list("unread=true&limit=100");
  expect([before.total, before.ids.includes(id)]).toEqual([unread, true]);
  expect((await list("unread=true&status=resolved&limit=100")).ids).not.toContain(id);
  expect((await list(`unread=true&q=4940${customers}`)).total).toBe(1);
  await posted("read", { seq: 3 });
  expect((await list("unread=true&limit=100")).ids).not.toContain(id);
  expect(await list(`unread=true&q=4940${customers}`)).toEqual({ ids: [], total: 0 });
  expect((await list("unread=false&limit=100")).ids).toContain(id);
});

test("a message marked unread is unread with all after it, and can be read again", async () => {
  await posted("read", { seq: 3 });
  expect(await posted("unread", { seq: 2 })).toMatchObject({ read_seq: 1, unread_count: 2 });
  expect(await posted("unread", { seq: 1 })).toMatchObject({ read_seq: 0, unread_count: 3 });
  expect(await posted("read", { seq: 3 })).toMatchObject({ read_seq: 3, unread_count: 0 });
});

test("what is unread already, or isn't there yet, changes nothing", async () => {
  await posted("read", { seq: 2 });
  const before = await readConversation(api.db, id);
  for (const seq of [3, 4, 1_000]) await posted("unread", { seq });
  expect(await readConversation(api.db, id)).toEqual(before);
});

test("while somebody is assigned, only they mark unread", async () => {
  await posted("read", { seq: 3 });
  await api.ok(api.call("PATCH", `/conversations/${id}`, { body: { assignee: { id: "boss" } } }));
  expect(await posted("unread", { seq: 1 })).toMatchObject({ read_seq: 3, unread_count: 0 });
  const byBoss = await api.ok(api.asAdmin("POST", `/conversations/${id}/unread`, { body: { seq: 1 } }));
  expect(byBoss.conversation).toMatchObject({ read_seq: 0, unread_count: 3 });
});

test.each([
  [{}, "/seq"],
  [{ seq: 0 }, "/seq"],
  [{ seq: -1 }, "/seq"],
  [{ seq: "1" }, "/seq"],
  [{ seq: 1, all: true }, "/all"],
])("unread %j is 400", async (body, pointer) => {
  const answer = await post("unread", body);
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
});

test("what isn't there is 404, other methods 405, other filters 400", async () => {
  const unknown = await api.call("POST", "/conversations/unknown/unread", { body: { seq: 1 } });
  expect([unknown.status, unknown.body.code]).toEqual([404, "conversation_not_found"]);
  expect((await api.call("GET", `/conversations/${id}/unread`)).status).toBe(405);
  expect((await api.call("POST", "/conversations/counts", { body: {} })).status).toBe(405);
  expect((await api.call("GET", "/conversations?unread=yes")).body.errors[0].pointer).toBe("/unread");
});
