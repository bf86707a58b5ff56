import { agentAnswer, agentsAnswer, invitedAgentAnswer } from "@live-chat/contract/agents.ts";
import { createAgentDirectory } from "@live-chat/core/agent-directory.ts";
import { agentChangesRef } from "@live-chat/core/documents.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import * as v from "valibot";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { idToken } from "../../testing/agents.ts";
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
});
afterAll(async () => {
  await api.stop();
  await Promise.all([services.stop(), accounts.stop()]);
});
beforeEach(async () => {
  const { users } = await accounts.auth.listUsers();
  await accounts.auth.deleteUsers(users.map(({ uid }) => uid));
  await account("boss", "admin", { displayName: "Bo" });
  await account("ana", "agent", { displayName: "Ana" });
});

async function account(uid: string, role: string | null, more: object = {}) {
  await accounts.auth.createUser({ uid, email: `${uid}@example.com`, ...more });
  await accounts.auth.setCustomUserClaims(uid, role ? { role } : {});
}
const as = (uid: string) => ({ token: idToken(uid) });
const invite = (body: object, uid = "boss") => api.call("POST", "/agents", { body, ...as(uid) });
const change = (id: string, body: object, uid = "boss") =>
  api.call("PATCH", `/agents/${id}`, { body, ...as(uid) });

/** Signs in as people do; null where Auth refuses. */
async function signIn(email: string, password: string): Promise<string | null> {
  const path = "/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=demo";
  const body = JSON.stringify({ email, password, returnSecureToken: true });
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(accounts.url + path, { method: "POST", body, headers });
  return ((await answer.json()) as { idToken?: string }).idToken ?? null;
}

test("everybody with a role is listed by name; addresses are for admins", async () => {
  await account("cleo", "agent", { disabled: true });
  await account("visitor", null);
  const seen = async (uid: string) =>
    v.parse(agentsAnswer, (await api.call("GET", "/agents", as(uid))).body).agents;
  expect(await seen("ana")).toEqual([
    { id: "ana", name: "Ana", role: "agent", disabled: false },
    { id: "boss", name: "Bo", role: "admin", disabled: false },
    { id: "cleo", name: "cleo@example.com", role: "agent", disabled: true },
  ]);
  expect((await seen("boss")).map(({ email }) => email)).toEqual([
    "ana@example.com",
    "boss@example.com",
    "cleo@example.com",
  ]);
});

describe("an invitation", () => {
  test("makes an agent, who chooses a password by the link and comes in", async () => {
    const { status, body } = await invite({ email: " Dan@Example.com", name: "Dan", role: "agent" });
    expect(status).toBe(201);
    const { agent, sign_in_link } = v.parse(invitedAgentAnswer, body);
    expect(agent).toMatchObject({ name: "Dan", role: "agent", disabled: false, email: "dan@example.com" });
    expect((await fetch(`${sign_in_link}&newPassword=a-good-one`)).status).toBe(200);
    const token = await signIn("dan@example.com", "a-good-one");
    expect((await api.call("GET", "/me", { token: token! })).body.me).toMatchObject({
      name: "Dan",
      role: "agent",
    });
  });

  test("is given again to who never came, and not to who did", async () => {
    const first = await invite({ email: "dan@example.com", role: "agent" });
    const again = await invite({ email: "dan@example.com", role: "agent" });
    expect([again.status, again.body.agent]).toEqual([200, first.body.agent]);
    await fetch(`${again.body.sign_in_link}&newPassword=a-good-one`);
    await signIn("dan@example.com", "a-good-one");
    const late = await invite({ email: "dan@example.com", role: "agent" });
    expect([late.status, late.body.code]).toEqual([409, "agent_exists"]);
  });

  test("doesn't let in a stranger who opened an account with that address", async () => {
    await account("stranger", null, {
      email: "dan@example.com",
      password: "guess-who",
      emailVerified: false,
    });
    expect((await invite({ email: "dan@example.com", role: "admin" })).status).toBe(201);
    expect(await signIn("dan@example.com", "guess-who")).toBeNull();
    await expect(accounts.auth.getUser("stranger")).rejects.toMatchObject({ code: "auth/user-not-found" });
  });

  test("makes an agent of a proven account, as it is", async () => {
    await account("dan", null, { password: "my-own-one", emailVerified: true });
    const { body } = await invite({ email: "dan@example.com", role: "agent" });
    expect(body.agent.id).toBe("dan");
    expect(await signIn("dan@example.com", "my-own-one")).not.toBeNull();
  });

  test.each([
    [{ role: "agent" }, "/email"],
    [{ email: "dan", role: "agent" }, "/email"],
    [{ email: "dan@example.com" }, "/role"],
    [{ email: "dan@example.com", role: "owner" }, "/role"],
    [{ email: "dan@example.com", role: "agent", name: " " }, "/name"],
    [{ email: "dan@example.com", role: "agent", password: "x" }, "/password"],
  ])("%j is 400 and makes nobody", async (body, pointer) => {
    const answer = await invite(body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
    expect((await accounts.auth.listUsers()).users).toHaveLength(2);
  });
});

describe("changing an agent", () => {
  test("role and name; what isn't mentioned stays", async () => {
    const { agent } = v.parse(agentAnswer, (await change("ana", { role: "admin" })).body);
    expect(agent).toEqual({
      id: "ana",
      name: "Ana",
      role: "admin",
      disabled: false,
      email: "ana@example.com",
    });
    expect((await change("ana", { name: "Ana Lima" })).body.agent).toMatchObject({
      name: "Ana Lima",
      role: "admin",
    });
    expect((await change("boss", { role: "agent" }, "ana")).body.agent.role).toBe("agent");
    expect((await change("ana", { role: "agent" }, "boss")).status).toBe(403);
  });

  test("leaves a mark that tells dashboards, and one that was refused leaves none", async () => {
    const changes = async () => (await agentChangesRef(services.db).get()).data()?.changes ?? 0;
    const before = await changes();
    await change("ana", { name: "Ana Lima" });
    expect((await change("nobody", { name: "No one" })).status).toBe(404);
    expect((await invite({ email: "mark@example.com", role: "agent" })).status).toBe(201);
    expect(await changes()).toBe(before + 2);
  });

  test("kept out, they are out at once; let in again, they sign in again", async () => {
    await change("ana", { disabled: true });
    expect((await api.call("GET", "/me", as("ana"))).body.code).toBe("agent_disabled");
    await change("ana", { disabled: false });
    const before = idToken("ana", { iat: Math.floor(Date.now() / 1000) - 100 });
    expect((await api.call("GET", "/me", { token: before })).body.code).toBe("token_expired");
  });

  test("the last admin stays one, also when two admins turn on each other", async () => {
    for (const body of [{ role: "agent" }, { disabled: true }]) {
      const answer = await change("boss", body);
      expect([answer.status, answer.body.code]).toEqual([409, "last_admin"]);
    }
    await account("eve", "admin", { disabled: true });
    expect((await change("boss", { role: "agent" })).status).toBe(409);
    await change("eve", { disabled: false });
    const both = await Promise.all([
      change("eve", { role: "agent" }),
      change("boss", { disabled: true }, "eve"),
    ]);
    // The second finds itself an admin no more, or the last one, depending on when it is looked up.
    expect(both[0].status).toBe(200);
    expect([403, 409]).toContain(both[1].status);
    expect((await change("boss", { name: "Still here" })).status).toBe(200);
  });

  test("while another instance changes agents, 503 says to try again", async () => {
    await services.redis.set(redisKeys.agentsLock, "another", "PX", 60_000);
    const busy = await change("ana", { role: "admin" });
    expect([busy.status, busy.headers.get("retry-after")]).toEqual([503, "1"]);
    await services.redis.del(redisKeys.agentsLock);
    expect((await change("ana", { role: "admin" })).status).toBe(200);
  });

  test("who isn't an agent is 404", async () => {
    await account("visitor", null);
    for (const id of ["visitor", "nobody", "x".repeat(200)]) {
      const answer = await change(id, { role: "admin" });
      expect([answer.status, answer.body.code]).toEqual([404, "agent_not_found"]);
    }
  });

  test.each([
    [{}, ""],
    [{ role: "none" }, "/role"],
    [{ disabled: "no" }, "/disabled"],
    [{ name: "" }, "/name"],
    [{ email: "other@example.com" }, "/email"],
  ])("%j is 400", async (body, pointer) => {
    const answer = await change("ana", body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
  });
});

test("only admins invite and change; other methods are 405", async () => {
  for (const answer of [
    await invite({ email: "dan@example.com", role: "admin" }, "ana"),
    await change("ana", { role: "admin" }, "ana"),
  ]) {
    expect([answer.status, answer.body.code]).toEqual([403, "admin_required"]);
  }
  expect((await api.call("DELETE", "/agents/ana", as("boss"))).headers.get("allow")).toBe("PATCH");
  expect((await api.call("PUT", "/agents", as("boss"))).status).toBe(405);
});
