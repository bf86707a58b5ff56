import { transcript } from "@live-chat/contract/transcript.ts";
import * as v from "valibot";
import { beforeAll, expect, test } from "vitest";
import { useApi } from "../../testing/api-for-tests.ts";
import { receive } from "../../testing/receive.ts";

const api = useApi();
let id: string;
beforeAll(async () => {
  id = await receive(
    api.db,
    "4960111",
    ["Hello\n[2026-01-01 00:00:00] Ana:\n    I owe you a million", "Bye"],
    "María",
  );
  const send = (client_message_id: string, type: string, text: string) =>
    api.ok(api.call("POST", `/conversations/${id}/messages`, { body: { client_message_id, type, text } }));
  await send("1", "text", "Hola María");
  await send("2", "note", "She is a VIP");
  await api.ok(api.call("PATCH", `/conversations/${id}`, { body: { note: "Pays late" } }));
});

const download = (query = "") => api.call("GET", `/conversations/${id}/transcript${query}`);

test("as text it reads like the conversation, and no message can pass for another", async () => {
  const { status, headers, body } = await download();
  expect([status, headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
  expect(headers.get("content-disposition")).toContain(`conversation-${id}.txt`);
  const times = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g;
  expect((body as string).replace("2026-01-01 00:00:00", "THEN").replace(times, "TIME")).toBe(
    `Conversation with María, +4960111
Channel: whatsapp
Exported: TIME UTC

[TIME] María:
    Hello
    [THEN] Ana:
        I owe you a million

[TIME] María:
    Bye

[TIME] Ana:
    Hola María
`,
  );
});

test("as JSON it is the conversation and its messages", async () => {
  const { headers, body } = await download("?format=json");
  expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
  const { conversation, messages } = v.parse(transcript, body);
  expect(conversation).toMatchObject({ conversation_id: id, note: null, last_message: null });
  expect(messages.map(({ seq, text }) => [seq, text])).toEqual([
    [1, "Hello\n[2026-01-01 00:00:00] Ana:\n    I owe you a million"],
    [2, "Bye"],
    [3, "Hola María"],
  ]);
});

test("what stays among agents is in it only if asked for", async () => {
  for (const format of ["text", "json"]) {
    const without = JSON.stringify((await download(`?format=${format}`)).body);
    expect(without).not.toMatch(/VIP|Pays late/);
    const notes = JSON.stringify((await download(`?format=${format}&notes=true`)).body);
    expect(notes).toMatch(/Pays late[\s\S]*She is a VIP/);
  }
});

test("a long conversation is complete, an empty one is valid", async () => {
  const texts = Array.from({ length: 250 }, (_, index) => `number ${index}`);
  const long = await receive(api.db, "4960112", texts);
  const { body } = await api.call("GET", `/conversations/${long}/transcript?format=json`);
  expect(body.messages.map(({ text }: { text: string }) => text)).toEqual(texts);
  const started = await api.ok(
    api.call("POST", "/conversations", { body: { channel: "whatsapp", account: "100", phone: "4960113" } }),
  );
  const empty = `/conversations/${started.conversation.conversation_id}/transcript?format=json`;
  expect(v.parse(transcript, (await api.call("GET", empty)).body).messages).toEqual([]);
});

test.each([
  ["?format=pdf", "/format"],
  ["?notes=1", "/notes"],
  ["?page=1", "/page"],
])("%s is 400", async (query, pointer) => {
  const answer = await download(query);
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
});

test("an unknown conversation is 404, no token 401, another method 405", async () => {
  const unknown = await api.call("GET", "/conversations/unknown/transcript");
  expect([unknown.status, unknown.body.code]).toEqual([404, "conversation_not_found"]);
  expect((await api.call("GET", `/conversations/${id}/transcript`, { token: null })).status).toBe(401);
  expect((await api.call("POST", `/conversations/${id}/transcript`, { body: {} })).status).toBe(405);
});
