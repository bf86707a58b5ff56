import { TYPING_TTL, typingBody } from "@live-chat/contract/ephemeral.ts";
import { conversationRef } from "@live-chat/core/documents.ts";
import { publishEphemeral } from "@live-chat/core/ephemeral.ts";
import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";
import { agentOf } from "./authenticate.ts";
import { conversationIdOf, parseBody } from "./parse-request.ts";

/** `POST /conversations/:id/typing`: tells everybody connected that the agent writes here, or no longer does. */
export function tellTyping({ db, redis }: Pick<Dependencies, "db" | "redis">): RequestHandler {
  return async (request, response) => {
    const { typing } = parseBody(typingBody, request);
    const conversation_id = conversationIdOf(request);
    const { id, name } = agentOf(response);
    const found = await conversationRef(db, conversation_id).get();
    if (!found.exists) throw new ProblemError("conversation_not_found");
    const author = { kind: "agent", id, name } as const;
    const ttl = typing ? TYPING_TTL : 0;
    await publishEphemeral(redis, { event: "typing", data: { conversation_id, author, typing, ttl } });
    response.status(204).end();
  };
}
