import type { Author } from "@live-chat/contract/message.ts";
import { type AgentRecord, isStillAllowed } from "@live-chat/core/agent-directory.ts";
import type { AgentToken } from "@live-chat/core/agent-token.ts";
import type { Request, RequestHandler, Response } from "express";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";

/**
 * Lets agents in: a valid ID token with a role, of an account that still has one. Whom it let in is known to the
 * routes by `agentOf`. Throws the 401s and 403 of `ProblemCode`.
 */
export function authenticate({
  verifyToken,
  directory,
}: Pick<Dependencies, "verifyToken" | "directory">): RequestHandler {
  return async (request, response, next) => {
    const token = await verifyToken(bearerToken(request));
    const record = await directory.check(token.id);
    checkStillAllowed(token, record);
    response.locals.agent = { ...token, name: agentName(record), role: record.role ?? token.role };
    next();
  };
}

/** The agent whose request it is. */
export const agentOf = (response: Response): AgentToken => response.locals.agent;

/** The agent as the author of a message. */
export function authorOf(response: Response): Author {
  const { id, name } = agentOf(response);
  return { kind: "agent", id, name };
}

/** How colleagues see an agent. */
export const agentName = (record: AgentRecord): string | null => record.name ?? record.email;

function bearerToken(request: Request): string {
  const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(request.get("authorization") ?? "")?.[1];
  if (!token) throw new ProblemError("token_missing", "send Authorization: Bearer <ID token>");
  return token;
}

function checkStillAllowed(token: AgentToken, record: AgentRecord | null): asserts record is AgentRecord {
  if (record === null || record.disabled) throw new ProblemError("agent_disabled");
  if (record.role === null) throw new ProblemError("role_required");
  if (!isStillAllowed(token, record)) throw new ProblemError("token_expired", "signed out: sign in again");
}
