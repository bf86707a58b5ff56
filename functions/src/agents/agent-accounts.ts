import type { Agent } from "@live-chat/contract/agents.ts";
import type { Auth, UserRecord } from "firebase-admin/auth";

/** What of Firebase Auth the routes about agents work with. */
export type Accounts = Pick<
  Auth,
  | "listUsers"
  | "getUser"
  | "getUserByEmail"
  | "createUser"
  | "updateUser"
  | "deleteUser"
  | "setCustomUserClaims"
  | "revokeRefreshTokens"
  | "generatePasswordResetLink"
>;

/** Accounts that Auth lists in one call. */
const PAGE = 1000;

/** Everybody with a role, by name; throws Auth's errors. */
export async function listAgents(accounts: Accounts): Promise<Agent[]> {
  const agents: Agent[] = [];
  let token: string | undefined;
  do {
    const page = await accounts.listUsers(PAGE, token);
    agents.push(...page.users.flatMap((user) => toAgent(user) ?? []));
    token = page.pageToken;
  } while (token);
  const shown = ({ name, email, id }: Agent) => name ?? email ?? id;
  return agents.sort((one, other) => shown(one).localeCompare(shown(other)));
}

/** The account as an agent; null if it has no role. */
export function toAgent(user: UserRecord): Agent | null {
  const role = user.customClaims?.role;
  if (role !== "agent" && role !== "admin") return null;
  const { uid, displayName, disabled, email } = user;
  return { id: uid, name: displayName ?? null, role, disabled, email: email ?? null };
}

/** What Auth says when it finds nobody becomes null. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if ((error as { code?: string }).code === "auth/user-not-found") return null;
    throw error;
  }
}
