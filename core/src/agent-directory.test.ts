import type { Auth } from "firebase-admin/auth";
import { expect, test } from "vitest";
import { createAgentDirectory, isStillAllowed } from "./agent-directory.ts";

/** Firebase Auth as far as the directory asks it; the real one is asked in the tests of whole routes. */
function auth(users: Record<string, object>) {
  const calls: number[] = [];
  const getUsers = async (ids: { uid: string }[]) => {
    calls.push(ids.length);
    return {
      users: ids.filter(({ uid }) => users[uid]).map(({ uid }) => ({ uid, ...users[uid] })),
      notFound: [],
    };
  };
  return { calls, auth: { getUsers } as unknown as Auth };
}

const token = { id: "a", name: null, email: null, role: "agent", issuedAt: 1000, expiresAt: 9000 } as const;

test("many questions at once become few calls, and answers are remembered", async () => {
  const users = Object.fromEntries(
    Array.from({ length: 250 }, (_, i) => [`u${i}`, { customClaims: { role: "agent" } }]),
  );
  const { calls, auth: fake } = auth(users);
  const directory = createAgentDirectory(fake);
  await Promise.all(Object.keys(users).map((id) => directory.check(id)));
  expect((await directory.check("u7"))?.role).toBe("agent");
  expect(calls).toEqual([100, 100, 50]);
});

test("who is disabled, demoted, signed out or gone is no longer allowed", async () => {
  const { auth: fake } = auth({
    fine: { customClaims: { role: "admin" } },
    disabled: { customClaims: { role: "agent" }, disabled: true },
    demoted: { customClaims: {} },
    "signed-out": { customClaims: { role: "agent" }, tokensValidAfterTime: new Date(2000).toUTCString() },
  });
  const directory = createAgentDirectory(fake);
  const allowed = async (id: string) => isStillAllowed(token, await directory.check(id));
  expect(await allowed("fine")).toBe(true);
  for (const id of ["disabled", "demoted", "signed-out", "gone"]) expect(await allowed(id), id).toBe(false);
});

test("who is forgotten is asked about anew", async () => {
  const { calls, auth: fake } = auth({ a: { customClaims: { role: "agent" } } });
  const directory = createAgentDirectory(fake);
  await directory.check("a");
  directory.forget("a");
  await directory.check("a");
  await directory.check("a");
  expect(calls).toEqual([1, 1]);
});

test("a failed look-up is not remembered", async () => {
  let failing = true;
  const directory = createAgentDirectory({
    getUsers: async () => {
      if (failing) throw new Error("Auth is away");
      return { users: [], notFound: [] };
    },
  });
  await expect(directory.check("a")).rejects.toThrow("Auth is away");
  failing = false;
  expect(await directory.check("a")).toBe(null);
});
