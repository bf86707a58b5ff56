import { createAgentDirectory, type ForgettingDirectory } from "@live-chat/core/agent-directory.ts";
import type { UserRecord } from "firebase-admin/auth";

type Account = {
  uid: string;
  displayName?: string;
  email?: string;
  disabled?: boolean;
  role?: string | null;
};

const accounts = new Map<string, Account>();

/** Makes an account, or changes it: what the directory says about it from then on. */
export function putAccount(account: Account): void {
  accounts.set(account.uid, { ...accounts.get(account.uid), ...account });
}

/** A directory that asks the accounts made here, each time anew. */
export const testDirectory = (): ForgettingDirectory =>
  createAgentDirectory({ getUsers: async (ids) => toUsers(ids as { uid: string }[]) }, { maxAge: 0 });

function toUsers(ids: { uid: string }[]) {
  const found = ids.map(({ uid }) => accounts.get(uid)).filter((account) => account !== undefined);
  const users = found.map(({ role, ...account }) => ({
    disabled: false,
    ...account,
    customClaims: { role },
  }));
  return { users: users as unknown as UserRecord[], notFound: [] };
}

/** An ID token as the Auth emulator makes them: unsigned. Claims may be replaced or, by null, left out. */
export function idToken(uid: string, claims: Record<string, unknown> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const all = {
    sub: uid,
    aud: "demo-live-chat",
    iss: "https://securetoken.google.com/demo-live-chat",
    iat: now,
    exp: now + 3600,
    role: "agent",
    ...claims,
  };
  const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  return `${encode({ alg: "none", typ: "JWT" })}.${encode(kept)}.`;
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
