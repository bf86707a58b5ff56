import type { Author } from "@live-chat/contract/message.ts";
import { type AgentRecord, isStillAllowed } from "@live-chat/core/agent-directory.ts";
import type { AgentToken } from "@live-chat/core/agent-token.ts";
import type { Request, RequestHandler, Response } from "express";
import type { ApiKeyDocument } from "../api-keys/documents.ts";
import { isApiKey } from "../api-keys/new-api-key.ts";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";

/**
 * Lets in agents, by a valid ID token with a role, of an account that still has one, and programs, by an API key.
 * Whom it let in is known to the routes by `agentOf`. Throws the 401s and 403 of `ProblemCode`.
 */
export function authenticate({
  verifyToken,
  directory,
  apiKeys,
}: Pick<Dependencies, "verifyToken" | "directory" | "apiKeys">): RequestHandler {
  return async (request, response, next) => {
    const bearer = bearerToken(request);
    if (isApiKey(bearer)) {
      const key = await apiKeys.check(bearer);
      if (!key) throw new ProblemError("api_key_invalid", "unknown or revoked");
      response.locals.apiKey = key;
      response.locals.agent = asAgent(key);
      return next();
    }
    const token = await verifyToken(bearer);
    const record = await directory.check(token.id);
    checkStillAllowed(token, record);
    response.locals.agent = { ...token, name: agentName(record), role: record.role ?? token.role };
    next();
  };
}

/** A program works under its key's name; it has no account. */
function asAgent({ key_id, name }: ApiKeyDocument): AgentToken {
  return { id: key_id, name, email: null, role: "agent", issuedAt: 0, expiresAt: 0 };
}

/** The API key that the request came with; undefined for a person's. */
export const apiKeyOf = (response: Response): ApiKeyDocument | undefined => response.locals.apiKey;

/** The agent whose request it is. */
export const agentOf = (response: Response): AgentToken => response.locals.agent;

/** The agent, or the bot, as the author of a message. */
export function authorOf(response: Response): Author {
  const { id, name } = agentOf(response);
  return { kind: apiKeyOf(response) ? "bot" : "agent", id, name };
}

/** How colleagues see an agent. */
export const agentName = (record: AgentRecord): string | null => record.name ?? record.email;

function bearerToken(request: Request): string {
  const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(request.get("authorization") ?? "")?.[1];
  if (!token) throw new ProblemError("token_missing", "send Authorization: Bearer <ID token or API key>");
  return token;
}

function checkStillAllowed(token: AgentToken, record: AgentRecord | null): asserts record is AgentRecord {
  if (record === null || record.disabled) throw new ProblemError("agent_disabled");
  if (record.role === null) throw new ProblemError("role_required");
  if (!isStillAllowed(token, record)) throw new ProblemError("token_expired", "signed out: sign in again");
}
