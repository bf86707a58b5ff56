import type { ApiKeyScope } from "@live-chat/contract/api-keys.ts";
import type { RequestHandler } from "express";
import { withoutNotes } from "../outgoing-webhooks/without-notes.ts";
import { ProblemError } from "../problem.ts";
import { apiKeyOf } from "./authenticate.ts";

/** All that a key may do, and which scope it takes. What isn't here is the agents' own. */
const ALLOWED: [method: string, path: RegExp, scope: ApiKeyScope][] = [
  ["GET", /^\/conversations$/, "conversations:read"],
  ["GET", /^\/conversations\/[^/]+$/, "conversations:read"],
  ["GET", /^\/conversations\/[^/]+\/messages$/, "conversations:read"],
  ["GET", /^\/media\/[^/]+$/, "conversations:read"],
  ["POST", /^\/conversations$/, "messages:send"],
  ["GET", /^\/conversations\/[^/]+\/templates$/, "messages:send"],
  ["POST", /^\/conversations\/[^/]+\/messages$/, "messages:send"],
  ["POST", /^\/conversations\/[^/]+\/messages\/[^/]+\/retry$/, "messages:send"],
  ["PUT", /^\/conversations\/[^/]+\/messages\/[^/]+\/reaction$/, "messages:send"],
  ["POST", /^\/uploads$/, "messages:send"],
  ["GET", /^\/numbers$/, "messages:send"],
  // Whom a conversation can be handed over to.
  ["GET", /^\/agents$/, "conversations:write"],
  ["POST", /^\/conversations\/[^/]+\/read$/, "conversations:write"],
  ["PATCH", /^\/conversations\/[^/]+$/, "conversations:write"],
];

/**
 * Keeps API keys to their scopes, and other people's notes from them: agents write these for each other. Throws
 * `scope_required`.
 */
export const limitApiKeys: RequestHandler = (request, response, next) => {
  const key = apiKeyOf(response);
  if (!key) return next();
  const rule = ALLOWED.find(([method, path]) => method === request.method && path.test(request.path));
  if (!rule) throw new ProblemError("scope_required", "API keys can't do this: it is for people");
  if (!key.scopes.includes(rule[2]))
    throw new ProblemError("scope_required", `this takes the scope ${rule[2]}`);

  const answer = response.json.bind(response);
  response.json = (body) => answer(withoutNotes(body, key.key_id));
  next();
};
