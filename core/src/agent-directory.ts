import type { AgentRole } from "@live-chat/contract/common.ts";
import type { Auth, UserRecord } from "firebase-admin/auth";
import type { AgentToken } from "./agent-token.ts";

/** What Auth says about an agent now; tokens say what it said when they were made. Times in ms since 1970. */
export type AgentRecord = {
  id: string;
  name: string | null;
  email: string | null;
  role: AgentRole | null;
  disabled: boolean;
  /** Tokens made before this are revoked. */
  validAfter: number;
};

export type AgentDirectory = {
  /** The agent's record, at most `maxAge` old; null if there is no such account. Throws when Auth can't be asked. */
  check(id: string): Promise<AgentRecord | null>;
};

/** One that can be told of a change, so that it holds here at once. */
export type ForgettingDirectory = AgentDirectory & { forget(id: string): void };

/** The most that Auth looks up in one call. */
const BATCH = 100;
/** Calls under way at a time, and ms between them unless there is a whole batch to ask about. */
const MAX_CALLS = 4;
const GATHER = 20;

/**
 * Asks Auth about agents, many in one call, and remembers the answers for `maxAge` ms: with it at half a minute,
 * a demoted or disabled agent is out within a minute, whatever the clock on the wall does.
 */
export function createAgentDirectory(
  auth: Pick<Auth, "getUsers">,
  { maxAge = 25_000 } = {},
): ForgettingDirectory {
  const known = new Map<string, { record: Promise<AgentRecord | null>; at: number }>();
  const waiting: Lookup[] = [];
  let calls = 0;
  let lastCall = 0;
  let gathering = false;
  let tidied = performance.now();

  function lookUp(id: string): Promise<AgentRecord | null> {
    const { promise, resolve, reject } = Promise.withResolvers<AgentRecord | null>();
    const count = waiting.push({ id, resolve, reject });
    if (count === 1 || count === BATCH) setImmediate(askForAll);
    return promise;
  }

  /** The first to come is asked about at once; who comes soon after shares a call, so a storm becomes few. */
  function askForAll(): void {
    while (waiting.length > 0 && calls < MAX_CALLS) {
      const sinceLast = performance.now() - lastCall;
      if (waiting.length < BATCH && sinceLast < GATHER) {
        gatherFor(GATHER - sinceLast);
        break;
      }
      lastCall = performance.now();
      calls++;
      void askFor(auth, waiting.splice(0, BATCH)).then(() => {
        calls--;
        askForAll();
      });
    }
    if (performance.now() - tidied > maxAge) forgetOld();
  }

  function gatherFor(ms: number): void {
    if (gathering) return;
    gathering = true;
    setTimeout(() => {
      gathering = false;
      askForAll();
    }, ms);
  }

  function forgetOld(): void {
    tidied = performance.now();
    for (const [id, { at }] of known) if (tidied - at > maxAge) known.delete(id);
  }

  return {
    check(id) {
      const remembered = known.get(id);
      if (remembered && performance.now() - remembered.at < maxAge) return remembered.record;
      const record = lookUp(id);
      known.set(id, { record, at: performance.now() });
      record.catch(() => known.delete(id));
      return record;
    },
    forget: (id) => void known.delete(id),
  };
}

/** Whether a token's holder may still come in: the account exists, is enabled, has its role, and wasn't signed out. */
export function isStillAllowed(token: AgentToken, record: AgentRecord | null): record is AgentRecord {
  return record !== null && !record.disabled && record.role !== null && token.issuedAt >= record.validAfter;
}

type Lookup = { id: string; resolve: (record: AgentRecord | null) => void; reject: (error: unknown) => void };

async function askFor(auth: Pick<Auth, "getUsers">, lookups: Lookup[]): Promise<void> {
  try {
    const { users } = await auth.getUsers(lookups.map(({ id }) => ({ uid: id })));
    const records = new Map(users.map((user) => [user.uid, toAgentRecord(user)]));
    for (const { id, resolve } of lookups) resolve(records.get(id) ?? null);
  } catch (error) {
    for (const { reject } of lookups) reject(error);
  }
}

function toAgentRecord(user: UserRecord): AgentRecord {
  const role = user.customClaims?.role;
  return {
    id: user.uid,
    name: user.displayName ?? null,
    email: user.email ?? null,
    role: role === "agent" || role === "admin" ? role : null,
    disabled: user.disabled,
    validAfter: user.tokensValidAfterTime ? Date.parse(user.tokensValidAfterTime) : 0,
  };
}
