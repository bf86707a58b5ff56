import { type Agent, inviteAgentBody, updateAgentBody } from "@live-chat/contract/agents.ts";
import type { AuditValue } from "@live-chat/contract/audit.ts";
import type { RequestHandler } from "express";
import * as agents from "../agents/agent-accounts.ts";
import * as invitations from "../agents/invite-agent.ts";
import { oneAtATime } from "../agents/one-at-a-time.ts";
import * as updates from "../agents/update-agent.ts";
import { audited } from "../audit/audited.ts";
import { differences, newAudit } from "../audit/new-audit.ts";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";
import { agentOf } from "./authenticate.ts";
import { parseBody } from "./parse-request.ts";

type Needed = Pick<Dependencies, "accounts" | "redis" | "directory" | "db">;

/** `GET /agents`: everybody with a role, also those kept out; addresses are for admins. */
export function listAgents({ accounts }: Pick<Needed, "accounts">): RequestHandler {
  return async (_request, response) => {
    const all = await agents.listAgents(accounts);
    const forAdmin = agentOf(response).role === "admin";
    response.json({ agents: forAdmin ? all : all.map(withoutEmail) });
  };
}

/** `POST /agents`: 201 for a new agent, 200 with a new link for one who was invited but never came. */
export function inviteAgent({ accounts, redis, db }: Omit<Needed, "directory">): RequestHandler {
  return async (request, response) => {
    const invitation = parseBody(inviteAgentBody, request);
    const { email, role, name = null } = invitation;
    const changes = differences({}, { role, name });
    const entry = newAudit(agentOf(response), "invite_agent", { id: "", name: email }, changes);
    const { created, ...invited } = await oneAtATime({ db, redis }, () =>
      audited(
        db,
        entry,
        () => invitations.inviteAgent(accounts, invitation),
        ({ agent }) => ({ target: { id: agent.id, name: email } }),
      ),
    );
    response.status(created ? 201 : 200).json(invited);
  };
}

/** `PATCH /agents/:id`: holds at once for this instance, for the others as soon as they ask Auth again. */
export function updateAgent({ accounts, redis, directory, db }: Needed): RequestHandler {
  return async (request, response) => {
    const changes = parseBody(updateAgentBody, request);
    const id = String(request.params.id);
    if (id.length > 128) throw new ProblemError("agent_not_found");
    const asked = differences({}, changes);
    const entry = newAudit(agentOf(response), "change_agent", { id, name: null }, asked);
    const { after } = await oneAtATime({ db, redis }, () =>
      audited(
        db,
        entry,
        () => updates.updateAgent(accounts, id, changes),
        ({ before, after }) => ({
          target: { id, name: before.name ?? before.email ?? null },
          changes: differences(changeable(before), changeable(after)),
        }),
      ),
    );
    directory.forget(id);
    response.json({ agent: after });
  };
}

/** What of an agent admins change. */
const changeable = ({ role, disabled, name }: Agent): Record<string, AuditValue> => ({
  role,
  disabled,
  name,
});

function withoutEmail({ email, ...agent }: Agent): Agent {
  return { ...agent, name: agent.name ?? email ?? null };
}
