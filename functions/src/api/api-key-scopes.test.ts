import { readFileSync } from "node:fs";
import type { ApiKeyScope } from "@live-chat/contract/api-keys.ts";
import { apiKeyScope } from "@live-chat/contract/api-keys.ts";
import { messageRef, messages } from "@live-chat/core/documents.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { idToken, putAccount } from "../../testing/agents.ts";
import { receive } from "../../testing/receive.ts";
import { type ServedApi, serveApi } from "../../testing/serve-api.ts";
import { type Services, startServices } from "../../testing/start-services.ts";
import type { Accounts } from "../agents/agent-accounts.ts";

/** The routes as the documentation lists them, all and by scope: it and the code can't differ. */
const documentation = readFileSync(new URL("../../../docs/rest.md", import.meta.url), "utf8");
const routesIn = (text: string) =>
  [...text.matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`?]*)/g)].map(([, route]) => route!);
const [table] = /^\| route \|.*?\n\n/ms.exec(documentation)!;
// The stream is the gateway's.
const ROUTES = [...new Set(routesIn(table))].filter((route) => route !== "GET /events");
const SCOPES = apiKeyScope.options;
const scopeOf = new Map<string, ApiKeyScope>(
  SCOPES.flatMap((scope) => {
    const [row] = new RegExp(`^\\| \`${scope}\` \\|.*$`, "m").exec(documentation)!;
    return routesIn(row).map((route) => [route, scope] as const);
  }),
);

let services: Services;
let api: ServedApi;
const keys = {} as Record<ApiKeyScope | "all", string>;
const ids = { conversation: "", message: "", theirs: "", upload: "" };
beforeAll(async () => {
  putAccount({ uid: "ana", displayName: "Ana", role: "agent" });
  putAccount({ uid: "boss", displayName: "Boss", role: "admin" });
  services = await startServices();
  const accounts = { listUsers: async () => ({ users: [] }) } as unknown as Accounts;
  api = await serveApi(services, undefined, { accounts });
  for (const scopes of [...SCOPES.map((it) => [it]), SCOPES]) {
    const made = await api.call("POST", "/api-keys", {
      token: idToken("boss", { role: "admin" }),
      body: { name: "Bot", scopes },
    });
    keys[scopes.length > 1 ? "all" : scopes[0]!] = made.body.key;
  }
  ids.conversation = await receive(services.db, "4912220003", ["hello"]);
  ids.theirs = (await messages(services.db, ids.conversation).get()).docs[0]!.id;
  const body = { client_message_id: "failed", type: "text", text: "hi" };
  const path = `/conversations/${ids.conversation}/messages`;
  ids.message = (await api.call("POST", path, { body })).body.message.message_id;
  await messageRef(services.db, ids.conversation, ids.message).update({ status: "failed" });
  ids.upload = (await api.call("POST", "/uploads", { raw: "%PDF-1.7" })).body.upload.upload_id;
});
afterAll(async () => {
  await api.stop();
  await services.stop();
});

/** What makes a route succeed that keys may use. */
const BODIES: Record<string, unknown> = {
  "POST /conversations": { channel: "whatsapp", account: "100", phone: "+49 1222 0003" },
  "PATCH /conversations/:id": { status: "open" },
  "POST /conversations/:id/messages": { client_message_id: "sent", type: "text", text: "hi" },
  "POST /conversations/:id/messages/:message_id/retry": { attempt: 2 },
  "PUT /conversations/:id/messages/:message_id/reaction": { emoji: "👍" },
  "POST /conversations/:id/read": { seq: 1 },
  "POST /uploads": "a file",
};

function call(route: string, token: string) {
  const [method, path] = route.split(" ") as [string, string];
  const filled = path
    .replace("/media/:id", `/media/${ids.upload}`)
    .replace(":id", ids.conversation)
    .replace(":message_id", route.endsWith("/reaction") ? ids.theirs : ids.message)
    .replaceAll(/:\w+/g, "x");
  return api.call(method, filled, { token, ...(method === "GET" ? {} : { body: BODIES[route] ?? {} }) });
}

test("the documentation lists routes for each scope, and only such as there are", () => {
  expect(ROUTES.length).toBeGreaterThan(40);
  expect(new Set(scopeOf.values()).size).toBe(SCOPES.length);
  for (const route of scopeOf.keys()) expect(ROUTES).toContain(route);
});

test.each([...scopeOf])("%s takes the scope %s", async (route, scope) => {
  for (const other of SCOPES.filter((it) => it !== scope)) {
    const refused = await call(route, keys[other]);
    expect([refused.status, refused.body.code], other).toEqual([403, "scope_required"]);
  }
  const { status, body } = await call(route, keys[scope]);
  expect(status, JSON.stringify(body)).toBeLessThan(300);
});

test.each([...ROUTES.filter((route) => !scopeOf.has(route)), "GET /nothing"])(
  "%s is for people",
  async (route) => {
    const answer = await call(route, keys.all);
    expect([answer.status, answer.body.code]).toEqual([403, "scope_required"]);
  },
);
