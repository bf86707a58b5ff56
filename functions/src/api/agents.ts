import { type Agent, inviteAgentBody, updateAgentBody } from "@live-chat/contract/agents.ts";
import type { RequestHandler } from "express";
import * as agents from "../agents/agent-accounts.ts";
import * as invitations from "../agents/invite-agent.ts";
import { oneAtATime } from "../agents/one-at-a-time.ts";
import * as updates from "../agents/update-agent.ts";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";
import { agentOf } from "./authenticate.ts";
import { parseBody } from "./parse-request.ts";

type Needed = Pick<Dependencies, "accounts" | "db" | "redis" | "directory">;

/** `GET /agents`: everybody with a role, also those kept out; addresses are for admins. */
export function listAgents({ accounts }: Pick<Needed, "accounts">): RequestHandler {
  return async (_request, response) => {
    const all = await agents.listAgents(accounts);
    const forAdmin = agentOf(response).role === "admin";
    response.json({ agents: forAdmin ? all : all.map(withoutEmail) });
  };
}

/** `POST /agents`: 201 for a new agent, 200 with a new link for one who was invited but never came. */
export function inviteAgent({ accounts, db, redis }: Omit<Needed, "directory">): RequestHandler {
  return async (request, response) => {
    const invitation = parseBody(inviteAgentBody, request);
    const { created, ...invited } = await oneAtATime({ db, redis }, () =>
      invitations.inviteAgent(accounts, invitation),
    );
    response.status(created ? 201 : 200).json(invited);
  };
}

/** `PATCH /agents/:id`: holds at once for this instance, for the others as soon as they ask Auth again. */
export function updateAgent({ accounts, db, redis, directory }: Needed): RequestHandler {
  return async (request, response) => {
    const changes = parseBody(updateAgentBody, request);
    const id = String(request.params.id);
    if (id.length > 128) throw new ProblemError("agent_not_found");
    const agent = await oneAtATime({ db, redis }, () => updates.updateAgent(accounts, id, changes));
    directory.forget(id);
    response.json({ agent });
  };
}

function withoutEmail({ email, ...agent }: Agent): Agent {
  return { ...agent, name: agent.name ?? email ?? null };
}
