import { listMessagesQuery } from "@live-chat/contract/rest.ts";
import { conversationRef } from "@live-chat/core/documents.ts";
import * as core from "@live-chat/core/list-messages.ts";
import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";
import { parseQuery } from "../parse-input.ts";
import { ProblemError } from "../problem.ts";
import { conversationIdOf } from "./parse-request.ts";

/** `GET /conversations/:id/messages` */
export function listMessages({ db }: Pick<Dependencies, "db">): RequestHandler {
  return async (request, response) => {
    const id = conversationIdOf(request);
    const query = parseQuery(listMessagesQuery, request.originalUrl);
    const [conversation, page] = await Promise.all([
      conversationRef(db, id).get(),
      core.listMessages(db, id, query),
    ]);
    if (!conversation.exists) throw new ProblemError("conversation_not_found");
    response.json(page);
  };
}
