import { auditAction, auditAnswer } from "@live-chat/contract/audit.ts";
import { createAgentDirectory } from "@live-chat/core/agent-directory.ts";
import { auditLog } from "@live-chat/core/documents.ts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { idToken } from "../../testing/agents.ts";
import { receive } from "../../testing/receive.ts";
import { type ServedApi, serveApi } from "../../testing/serve-api.ts";
import { type RunningAuth, startAuth } from "../../testing/start-auth.ts";
import { type Services, startServices } from "../../testing/start-services.ts";

let services: Services;
let accounts: RunningAuth;
let api: ServedApi;
beforeAll(async () => {
  [services, accounts] = await Promise.all([startServices(), startAuth()]);
  const directory = createAgentDirectory(accounts.auth, { maxAge: 0 });
  api = await serveApi(services, undefined, { directory, accounts: accounts.auth });
  for (const [uid, displayName, role] of [
    ["boss", "Bo", "admin"],
    ["ana", "Ana", "agent"],
  ] as const) {
    // With a password: whoever came in once is not invited again.
    await accounts.auth.createUser({ uid, displayName, email: `${uid}@example.com`, password: "a-good-one" });
    await accounts.auth.setCustomUserClaims(uid, { role });
  }
});
afterAll(async () => {
  await api.stop();
  await Promise.all([services.stop(), accounts.stop()]);
});

const asBoss = () => ({ token: idToken("boss", { role: "admin" }) });
const boss = (method: string, path: string, body?: unknown) => api.call(method, path, { ...asBoss(), body });

async function ok(answer: ReturnType<typeof boss>) {
  const { status, body } = await answer;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
}
async function entries(query = "") {
  return v.parse(auditAnswer, await ok(boss("GET", `/audit-log${query}`))).entries;
}
/** What the newest entry says, without its id and times. */
async function newest() {
  const { audit_id, begun_at, finished_at, ...said } = (await entries("?limit=1"))[0]!;
  expect(finished_at).not.toBeNull();
  return said;
}
const change = (field: string, before: unknown, after: unknown) => ({ field, before, after });
const BO = { id: "boss", name: "Bo" };

describe("it keeps who did what", () => {
  test("to agents: invited, given another role, kept out, renamed", async () => {
    const invitation = { email: "dan@example.com", name: "Dan", role: "agent" };
    const { agent } = await ok(boss("POST", "/agents", invitation));
    const target = { id: agent.id, name: "dan@example.com" };
    const made = [change("role", null, "agent"), change("name", null, "Dan")];
    expect(await newest()).toEqual({
      ...{ action: "invite_agent", agent: BO, target, changes: made, messages: null },
    });
    await ok(boss("PATCH", `/agents/${agent.id}`, { role: "admin", disabled: true, name: "Dan D." }));
    expect(await newest()).toMatchObject({
      action: "change_agent",
      target: { id: agent.id, name: "Dan" },
      changes: [
        change("role", "agent", "admin"),
        change("disabled", false, true),
        change("name", "Dan", "Dan D."),
      ],
    });
  });

  test("with API keys, and never the key", async () => {
    const { api_key, key } = await ok(boss("POST", "/api-keys", { name: "CRM", scopes: ["messages:send"] }));
    const target = { id: api_key.key_id, name: "CRM" };
    const changes = [change("scopes", null, ["messages:send"])];
    expect(await newest()).toMatchObject({ action: "create_api_key", target, changes });
    await ok(boss("DELETE", `/api-keys/${api_key.key_id}`));
    expect(await newest()).toMatchObject({ action: "revoke_api_key", target, changes: [] });
    expect(JSON.stringify(await entries())).not.toContain(key.slice(10));
  });

  test("with webhook endpoints, and never their secret", async () => {
    const body = { url: "https://crm.example/hooks", description: "CRM", events: ["message.created"] };
    const { endpoint, secret } = await ok(boss("POST", "/webhook-endpoints", body));
    const target = { id: endpoint.endpoint_id, name: "CRM" };
    const url = change("url", null, body.url);
    expect(await newest()).toMatchObject({ action: "create_endpoint", target });
    expect((await newest()).changes).toContainEqual(url);
    await ok(boss("PATCH", `/webhook-endpoints/${endpoint.endpoint_id}`, { status: "disabled" }));
    expect(await newest()).toMatchObject({
      action: "change_endpoint",
      changes: [change("status", "active", "disabled")],
    });
    await ok(boss("DELETE", `/webhook-endpoints/${endpoint.endpoint_id}`));
    expect(await newest()).toMatchObject({ action: "delete_endpoint", target });
    expect((await newest()).changes).toContainEqual(change("url", body.url, null));
    expect(JSON.stringify(await entries())).not.toContain(secret);
  });

  test("to canned answers, settings and channels", async () => {
    const hours = { shortcut: "hours", text: "From 9 to 5" };
    const { canned_answer } = await ok(boss("POST", "/canned-answers", hours));
    expect(await newest()).toMatchObject({ action: "create_canned_answer", target: { name: "/hours" } });
    await ok(boss("PUT", `/canned-answers/${canned_answer.id}`, { ...hours, text: "From 8" }));
    expect(await newest()).toMatchObject({
      action: "change_canned_answer",
      changes: [change("text", "From 9 to 5", "From 8")],
    });
    await ok(boss("DELETE", `/canned-answers/${canned_answer.id}`));
    expect(await newest()).toMatchObject({ action: "delete_canned_answer", target: { name: "/hours" } });

    await ok(boss("PATCH", "/settings", { labels: [{ name: "vip", color: "pink" }] }));
    expect(await newest()).toMatchObject({
      action: "change_settings",
      changes: [change("labels", [], ["vip (pink)"])],
    });
    await ok(boss("POST", "/channels/whatsapp/100/resume"));
    expect(await newest()).toMatchObject({
      action: "resume_channel",
      target: { id: "100", name: "whatsapp" },
    });
  });

  test("of an erased customer by its id and the number of messages alone", async () => {
    const id = await receive(services.db, "4970001", ["one", "two"], "Maria Secret");
    await ok(boss("DELETE", `/conversations/${id}`));
    expect(await newest()).toMatchObject({
      action: "erase_conversation",
      agent: BO,
      target: { id, name: null },
      messages: 2,
    });
    expect(JSON.stringify(await entries())).not.toContain("Secret");
  });
});

describe("it keeps nothing of", () => {
  const refused: [string, string, unknown][] = [
    ["POST", "/agents", { email: "boss@example.com", role: "agent" }],
    ["PATCH", "/agents/boss", { role: "agent" }],
    ["PATCH", "/agents/nobody", { role: "agent" }],
    ["DELETE", `/api-keys/${"0".repeat(24)}`, undefined],
    ["DELETE", "/webhook-endpoints/nothing", undefined],
    ["PATCH", "/settings", { mark_read_on_channel: "perhaps" }],
  ];
  test.each(refused)("what was refused: %s %s", async (method, path, body) => {
    const before = await entries();
    expect((await boss(method, path, body)).status).toBeGreaterThanOrEqual(400);
    expect(await entries()).toEqual(before);
  });

  test("what changed nothing", async () => {
    const before = await entries();
    await ok(boss("PATCH", "/agents/ana", { role: "agent", name: "Ana" }));
    await ok(boss("PATCH", "/settings", { labels: [{ name: "vip", color: "pink" }] }));
    expect(await entries()).toEqual(before);
  });
});

test("what was interrupted says so", async () => {
  const failing = { ...accounts.auth, getUser: () => Promise.reject(new Error("Auth is away")) } as never;
  const elsewhere = await serveApi(services, undefined, {
    directory: createAgentDirectory(accounts.auth, { maxAge: 0 }),
    accounts: failing,
  });
  await elsewhere.call("PATCH", "/agents/ana", { ...asBoss(), body: { role: "admin" } });
  await elsewhere.stop();
  expect((await entries("?limit=1"))[0]).toMatchObject({
    action: "change_agent",
    target: { id: "ana" },
    changes: [change("role", null, "admin")],
    finished_at: null,
  });
});

test("pages follow one another, newest first; entries from the first days are whole", async () => {
  const old = { action: "erase_conversation", conversation_id: "c1", agent_id: "boss", messages: 3 } as const;
  const { id } = await auditLog(services.db).add({
    ...old,
    begun_at: "2026-01-01T00:00:00.000Z",
    finished_at: "2026-01-01T00:00:01.000Z",
  });
  const all = await entries("?limit=100");
  expect(all.at(-1)).toMatchObject({
    audit_id: id,
    agent: { id: "boss", name: null },
    target: { id: "c1", name: null },
    changes: [],
  });
  const paged: typeof all = [];
  for (let more = true; more; ) {
    const after = paged.length > 0 ? `&after=${paged.at(-1)!.audit_id}` : "";
    const page = v.parse(auditAnswer, await ok(boss("GET", `/audit-log?limit=3${after}`)));
    expect(page.entries.length).toBeLessThanOrEqual(3);
    paged.push(...page.entries);
    more = page.has_more;
  }
  expect(paged).toEqual(all);
  expect(new Set(all.map(({ action }) => action))).toEqual(new Set(auditAction.options));
});

test("it is for admins", async () => {
  const answer = await api.call("GET", "/audit-log", { token: idToken("ana") });
  expect([answer.status, answer.body.code]).toEqual([403, "admin_required"]);
  expect((await boss("GET", "/audit-log?after=nothing")).status).toBe(404);
  expect((await boss("DELETE", "/audit-log")).status).toBe(405);
});
