import { MAX_PREFERENCES, type Me, type UpdateMeBody, updateMeBody } from "@live-chat/contract/me.ts";
import { type AgentDocument, agentRef } from "@live-chat/core/documents.ts";
import type { RequestHandler, Response } from "express";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";
import { agentOf } from "./authenticate.ts";
import { parseBody } from "./parse-request.ts";

const NOTHING_YET: AgentDocument = { pinned: [], preferences: {} };

/** `GET /me`: the agent who asks, and what is remembered for them. */
export function getMe({ db }: Pick<Dependencies, "db">): RequestHandler {
  return async (_request, response) => {
    const remembered = (await agentRef(db, agentOf(response).id).get()).data();
    response.json({ me: toMe(response, remembered ?? NOTHING_YET) });
  };
}

/** `PATCH /me`: replaces what is pinned, joins preferences to those before. */
export function updateMe({ db }: Pick<Dependencies, "db">): RequestHandler {
  return async (request, response) => {
    const changes = parseBody(updateMeBody, request);
    const ref = agentRef(db, agentOf(response).id);
    const remembered = await db.runTransaction(async (transaction) => {
      const before = (await transaction.get(ref)).data() ?? NOTHING_YET;
      const after = changed(before, changes);
      transaction.set(ref, after);
      return after;
    });
    response.json({ me: toMe(response, remembered) });
  };
}

function changed(
  before: AgentDocument,
  { pinned = before.pinned, preferences }: UpdateMeBody,
): AgentDocument {
  const joined = Object.entries({ ...before.preferences, ...preferences }).filter(([, it]) => it !== null);
  if (joined.length > MAX_PREFERENCES) {
    throw new ProblemError("bad_request", "too many preferences", {
      errors: [{ pointer: "/preferences", detail: `should be at most ${MAX_PREFERENCES} in all` }],
    });
  }
  return {
    pinned: [...new Set(pinned)],
    preferences: Object.fromEntries(joined) as AgentDocument["preferences"],
  };
}

function toMe(response: Response, { pinned, preferences }: AgentDocument): Me {
  const { id, name, email, role } = agentOf(response);
  return { id, name, email, role, pinned, preferences };
}
