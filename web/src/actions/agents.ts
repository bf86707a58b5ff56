import type { InviteAgentBody, UpdateAgentBody } from "@live-chat/contract/agents.ts";
import type { App } from "../app.ts";
import { putOne } from "../state/workspace.ts";

/** Makes somebody an agent. Returns the link by which they choose their password; throws what the server says. */
export async function inviteAgent(app: App, invitation: InviteAgentBody): Promise<string> {
  const { agent, sign_in_link } = await app.api.inviteAgent(invitation);
  app.store.change((state) => putOne(state, "agents", agent));
  return sign_in_link;
}

/** Changes an agent's role, name, or whether they may come in. Throws what the server says. */
export async function updateAgent(app: App, id: string, changes: UpdateAgentBody): Promise<void> {
  const { agent } = await app.api.updateAgent(id, changes);
  app.store.change((state) => putOne(state, "agents", agent));
}
