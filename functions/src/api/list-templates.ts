import { conversationRef } from "@live-chat/core/documents.ts";
import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";
import { conversationIdOf } from "./parse-request.ts";

/** `GET /conversations/:id/templates`: what its channel takes at any time. */
export function listTemplates({ db, templates }: Pick<Dependencies, "db" | "templates">): RequestHandler {
  return async (request, response) => {
    const conversation = (await conversationRef(db, conversationIdOf(request)).get()).data();
    if (!conversation) throw new ProblemError("conversation_not_found");
    response.json({ templates: await templates.list(conversation) });
  };
}
