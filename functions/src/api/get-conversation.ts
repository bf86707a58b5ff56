import { conversationRef, toConversation } from "@live-chat/core/documents.ts";
import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";
import { conversationIdOf } from "./parse-request.ts";

/** `GET /conversations/:id` */
export function getConversation({ db }: Pick<Dependencies, "db">): RequestHandler {
  return async (request, response) => {
    const conversation = (await conversationRef(db, conversationIdOf(request)).get()).data();
    if (!conversation) throw new ProblemError("conversation_not_found");
    response.json({ conversation: toConversation(conversation) });
  };
}
