import type { IncomingMessage } from "node:http";
import { type AgentDirectory, isStillAllowed } from "@live-chat/core/agent-directory.ts";
import type { AgentToken } from "@live-chat/core/agent-token.ts";
import { redeemTicket } from "@live-chat/core/tickets.ts";
import type { VerifyToken } from "@live-chat/core/verify-token.ts";
import type { Redis } from "ioredis";
import { ProblemError } from "./problem.ts";

export type Authenticate = (request: IncomingMessage, query: URLSearchParams) => Promise<AgentToken>;

/**
 * Makes the check of who asks for a stream: by `Authorization: Bearer <ID token>`, or by `?ticket=`, which is
 * good once. Auth is asked too, because a token doesn't know what happened to its account since. Throws
 * ProblemError and TokenError, or what Redis or Auth throw when they are out of reach.
 */
export function createAuthenticate(options: {
  verifyToken: VerifyToken;
  directory: AgentDirectory;
  redis: Redis;
}): Authenticate {
  return async (request, query) => {
    const agent = await readAgent(request, query);
    if (agent.expiresAt <= Date.now()) throw new ProblemError("token_expired", "the token has expired");
    const record = await options.directory.check(agent.id);
    if (!record || record.disabled) throw new ProblemError("agent_disabled", "this account is disabled");
    if (!record.role) throw new ProblemError("role_required", "this account is no longer an agent's");
    if (!isStillAllowed(agent, record)) throw new ProblemError("token_invalid", "the token was revoked");
    return { ...agent, role: record.role };
  };

  async function readAgent(request: IncomingMessage, query: URLSearchParams): Promise<AgentToken> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      if (!token) throw new ProblemError("token_invalid", "Authorization must be: Bearer <ID token>");
      return options.verifyToken(token);
    }
    const ticket = query.get("ticket");
    if (ticket === null)
      throw new ProblemError("token_missing", "Authorization: Bearer <ID token>, or ?ticket=");
    const agent = await redeemTicket(options.redis, ticket);
    if (!agent)
      throw new ProblemError("token_invalid", "the ticket was used already, has expired, or never was");
    return agent;
  }
}
