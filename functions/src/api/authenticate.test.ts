import { expect, test } from "vitest";
import { idToken, putAccount } from "../../testing/agents.ts";
import { useApi } from "../../testing/api-for-tests.ts";
import { serveApi } from "../../testing/serve-api.ts";

const api = useApi();

async function ask(token: string | null): Promise<[number, string | undefined]> {
  const { status, body } = await api.call("GET", "/conversations", { token });
  return [status, body.code];
}
const seconds = () => Math.floor(Date.now() / 1000);

test("an agent with a valid token comes in", async () => {
  expect(await ask(idToken("ana"))).toEqual([200, undefined]);
});

test("without a token: 401, and how to send one", async () => {
  const answer = await api.call("GET", "/conversations", { token: null });
  expect([answer.status, answer.body.code]).toEqual([401, "token_missing"]);
  expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  const basic = await api.call("GET", "/conversations", {
    token: null,
    headers: { Authorization: "Basic YTpi" },
  });
  expect(basic.body.code).toBe("token_missing");
});

test.each([
  ["nonsense", "nonsense", "token_invalid"],
  ["three parts of nothing", "a.b.c", "token_invalid"],
  ["expired", idToken("ana", { iat: seconds() - 7200, exp: seconds() - 3600 }), "token_expired"],
  [
    "of another project",
    idToken("ana", { aud: "other", iss: "https://securetoken.google.com/other" }),
    "token_invalid",
  ],
  ["nobody's", idToken("ana", { sub: "" }), "token_invalid"],
  ["without an expiry", idToken("ana", { exp: null }), "token_invalid"],
])("a token that is %s: 401", async (_what, token, code) => {
  expect(await ask(token)).toEqual([401, code]);
});

test("an account without a role: 403, by its token or by what the directory says now", async () => {
  expect(await ask(idToken("visitor", { role: null }))).toEqual([403, "role_required"]);
  expect(await ask(idToken("visitor", { role: "customer" }))).toEqual([403, "role_required"]);
  putAccount({ uid: "demoted", role: null });
  expect(await ask(idToken("demoted"))).toEqual([403, "role_required"]);
});

test("a disabled or deleted account: 401", async () => {
  putAccount({ uid: "left", role: "agent", disabled: true });
  expect(await ask(idToken("left"))).toEqual([401, "agent_disabled"]);
  expect(await ask(idToken("never-was"))).toEqual([401, "agent_disabled"]);
});

test("every route but the redirect asks who it is", async () => {
  const routes = [
    ["GET", "/conversations"],
    ["GET", "/conversations/c"],
    ["PATCH", "/conversations/c"],
    ["GET", "/conversations/c/messages"],
    ["POST", "/conversations/c/messages"],
    ["POST", "/conversations/c/read"],
    ["POST", "/events/ticket"],
  ] as const;
  for (const [method, path] of routes) {
    expect((await api.call(method, path, { token: null })).status, `${method} ${path}`).toBe(401);
  }
});

test("an agent gone wild gets 429 with the time to wait, the others nothing of it", async () => {
  putAccount({ uid: "wild", role: "agent" });
  const limited = await serveApi(api, { burst: 3, perSecond: 0.5 });
  try {
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) {
      const answer = await limited.call("GET", "/conversations", { token: idToken("wild") });
      statuses.push(answer.status);
      if (answer.status === 429) expect(answer.headers.get("retry-after")).toBe("2");
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect((await limited.call("GET", "/conversations")).status).toBe(200);
  } finally {
    await limited.stop();
  }
});
