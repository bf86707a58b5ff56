import type { Agent, UpdateAgentBody } from "@live-chat/contract/agents.ts";
import { ProblemError } from "../problem.ts";
import { type Accounts, listAgents, orNull, toAgent } from "./agent-accounts.ts";

/**
 * Changes an agent's role, name, or whether they may come in; returns them as they were and as they are then.
 * Signed-in dashboards follow within a minute. Throws `agent_not_found`, `last_admin`; Auth's errors.
 */
export async function updateAgent(
  accounts: Accounts,
  id: string,
  changes: UpdateAgentBody,
): Promise<{ before: Agent; after: Agent }> {
  const user = await orNull(accounts.getUser(id));
  const before = user && toAgent(user);
  if (!before) throw new ProblemError("agent_not_found");
  const { role = before.role, disabled = before.disabled, name } = changes;
  if (isAdmin(before) && !isAdmin({ role, disabled })) await checkNotLastAdmin(accounts, id);

  if (role !== before.role) await accounts.setCustomUserClaims(id, { ...user.customClaims, role });
  await accounts.updateUser(id, { disabled, ...(name !== undefined && { displayName: name }) });
  if (disabled && !before.disabled) await accounts.revokeRefreshTokens(id);
  return { before, after: toAgent(await accounts.getUser(id))! };
}

const isAdmin = ({ role, disabled }: Pick<Agent, "role" | "disabled">) => role === "admin" && !disabled;

/** Without any admin, nobody could make one. */
async function checkNotLastAdmin(accounts: Accounts, id: string): Promise<void> {
  const admins = (await listAgents(accounts)).filter(isAdmin);
  if (admins.every((admin) => admin.id === id)) {
    throw new ProblemError("last_admin", "make another agent admin first");
  }
}
