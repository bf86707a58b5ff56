import type { ApiKeyScope } from "@live-chat/contract/api-keys.ts";
import { describe, expect, test } from "vitest";
import { idToken } from "../../testing/agents.ts";
import { useApi } from "../../testing/api-for-tests.ts";
import { receive } from "../../testing/receive.ts";
import { serveApi } from "../../testing/serve-api.ts";
import { createApiKeyDirectory } from "../api-keys/api-key-directory.ts";
import { apiKeys } from "../api-keys/documents.ts";

const api = useApi();

const ALL: ApiKeyScope[] = ["conversations:read", "messages:send", "conversations:write"];

async function makeKey(scopes = ALL, name = "Bot"): Promise<{ key: string; key_id: string }> {
  const { status, body } = await api.asAdmin("POST", "/api-keys", { body: { name, scopes } });
  expect(status).toBe(201);
  return { key: body.key, key_id: body.api_key.key_id };
}
const say = (text: string, type = "text") => ({ client_message_id: `c-${text}`, type, text });

describe("making keys", () => {
  test("the key is shown once; only its digest and its beginning are kept", async () => {
    const { key, key_id } = await makeKey(ALL, "CRM");
    expect(key).toMatch(/^lck_[\w-]{43}$/);
    const listed = await api.asAdmin("GET", "/api-keys");
    const shown = listed.body.api_keys.find((it: { key_id: string }) => it.key_id === key_id);
    expect(shown).toMatchObject({ name: "CRM", scopes: ALL, created_by: { id: "boss", name: "Bo" } });
    expect(key.startsWith(shown.prefix)).toBe(true);
    const stored = JSON.stringify((await apiKeys(api.db).get()).docs.map((it) => it.data()));
    expect(stored).toContain(key_id);
    expect(stored).not.toContain(key.slice(10));
    expect(JSON.stringify(listed.body)).not.toContain("hash");
  });

  test("is the admins' only, also for keys themselves", async () => {
    const { key } = await makeKey();
    const body = { name: "x", scopes: ALL };
    expect((await api.call("POST", "/api-keys", { body })).body.code).toBe("admin_required");
    expect((await api.call("POST", "/api-keys", { token: key, body })).body.code).toBe("scope_required");
  });

  test.each([
    [{ name: "", scopes: ALL }, "/name"],
    [{ name: "x", scopes: [] }, "/scopes"],
    [{ name: "x", scopes: ["everything"] }, "/scopes/0"],
  ])("%j is refused", async (body, pointer) => {
    const answer = await api.asAdmin("POST", "/api-keys", { body });
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });
});

describe("what a key may do", () => {
  test("it reads, answers as a bot, takes over and hands over to people", async () => {
    const { key, key_id } = await makeKey();
    const id = await receive(api.db, "4912220001", ["hello"]);
    const list = await api.call("GET", "/conversations", { token: key });
    expect(list.body.conversations.map((it: { conversation_id: string }) => it.conversation_id)).toContain(
      id,
    );

    const path = `/conversations/${id}`;
    const taken = await api.call("PATCH", path, { token: key, body: { assignee: { id: key_id } } });
    expect(taken.body.conversation.assignee).toEqual({ id: key_id, name: "Bot" });
    const sent = await api.call("POST", `${path}/messages`, { token: key, body: say("hi") });
    expect(sent.status).toBe(201);
    expect(sent.body.message).toMatchObject({
      direction: "outbound",
      author: { kind: "bot", id: key_id, name: "Bot" },
    });
    const handed = await api.call("PATCH", path, { token: key, body: { assignee: { id: "ana" } } });
    expect(handed.body.conversation.assignee).toEqual({ id: "ana", name: "Ana" });
  });

  test("answering assigns it nothing: that is for people", async () => {
    const { key } = await makeKey();
    const id = await receive(api.db, "4912220002", ["hello"]);
    await api.call("POST", `/conversations/${id}/messages`, { token: key, body: say("hi") });
    const { body } = await api.call("GET", `/conversations/${id}`, { token: key });
    expect(body.conversation.assignee).toBeNull();
  });

  test("it never sees agents' notes, but its own", async () => {
    const { key } = await makeKey();
    const id = await receive(api.db, "4912220004", ["hello"]);
    const path = `/conversations/${id}/messages`;
    const own = await api.call("POST", path, { token: key, body: say("my remark", "note") });
    expect(own.body.message).toMatchObject({ direction: "internal", text: "my remark" });
    await api.call("POST", path, { body: say("secret note", "note") });

    const read = await api.call("GET", path, { token: key });
    expect(read.body.messages.map((it: { text: string }) => it.text)).toEqual(["hello", "my remark"]);
    const { body } = await api.call("GET", `/conversations/${id}`, { token: key });
    expect(body.conversation.last_message).toBeNull();
    const behind = { ...say("late"), expected_seq: 1 };
    const moved = await api.call("POST", path, { token: key, body: behind });
    expect([moved.status, moved.body.code, moved.headers.get("content-type")]).toEqual([
      409,
      "conversation_moved",
      "application/problem+json; charset=utf-8",
    ]);
    expect(moved.body.missed.map((it: { text: string }) => it.text)).toEqual(["my remark"]);
    const list = await api.call("GET", "/conversations", { token: key });
    for (const answer of [read, moved, list])
      expect(JSON.stringify(answer.body)).not.toContain("secret note");
    expect(JSON.stringify((await api.call("GET", path)).body)).toContain("secret note");
  });

  test("it is slowed down long before a person is", async () => {
    const { key } = await makeKey();
    const slow = await serveApi(api, { burst: 10, perSecond: 0.001 });
    const ask = (token: string) => slow.call("GET", "/conversations?limit=1", { token });
    expect([(await ask(key)).status, (await ask(key)).status]).toEqual([200, 200]);
    const third = await ask(key);
    expect([third.status, third.body.code]).toEqual([429, "too_many_requests"]);
    expect(Number(third.headers.get("retry-after"))).toBeGreaterThan(0);
    for (let sent = 0; sent < 3; sent++) expect((await ask(idToken("ana"))).status).toBe(200);
    await slow.stop();
  });
});

describe("keys that don't open", () => {
  test.each(["lck_", "lck_nonsense", `lck_${"a".repeat(43)}`, `lck_${"a".repeat(5000)}`])(
    "%s",
    async (token) => {
      const answer = await api.call("GET", "/conversations", { token });
      expect([answer.status, answer.body.code]).toEqual([401, "api_key_invalid"]);
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    },
  );

  test("a revoked one stays revoked", async () => {
    const { key, key_id } = await makeKey();
    expect((await api.call("GET", "/conversations", { token: key })).status).toBe(200);
    const revoked = await api.asAdmin("DELETE", `/api-keys/${key_id}`);
    expect(revoked.body.api_key.revoked_at).not.toBeNull();
    expect((await api.call("GET", "/conversations", { token: key })).body.code).toBe("api_key_invalid");
    expect((await api.asAdmin("DELETE", `/api-keys/${key_id}`)).body).toEqual(revoked.body);
    expect((await api.asAdmin("DELETE", "/api-keys/unknown")).body.code).toBe("api_key_not_found");
  });

  test("a revoked one is out within half a minute, whatever was remembered of it", async () => {
    const { key, key_id } = await makeKey();
    let now = Date.now();
    const directory = createApiKeyDirectory(api.db, { now: () => now });
    expect(await directory.check(key)).toMatchObject({ key_id });
    await api.asAdmin("DELETE", `/api-keys/${key_id}`);
    now += 30_000;
    expect(await directory.check(key)).toBeNull();
  });

  test("its use is noted", async () => {
    const { key, key_id } = await makeKey();
    await api.call("GET", "/conversations", { token: key });
    const document = (await apiKeys(api.db).doc(key_id).get()).data();
    expect(document?.last_used_at).not.toBeNull();
  });
});
