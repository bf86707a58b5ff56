import { dropFirstPage } from "@live-chat/core/list-cache.ts";
import type { RequestHandler } from "express";
import * as conversations from "../conversations/erase-conversation.ts";
import type { Dependencies } from "../dependencies.ts";
import { agentOf } from "./authenticate.ts";
import { conversationIdOf } from "./parse-request.ts";

/** `DELETE /conversations/:id`: the customer and everything they and we wrote, for good. */
export function eraseConversation(
  dependencies: Pick<Dependencies, "db" | "redis" | "media">,
): RequestHandler {
  return async (request, response) => {
    const id = conversationIdOf(request);
    const messages = await conversations.eraseConversation(dependencies, id, agentOf(response));
    await dropFirstPage(dependencies.redis);
    response.json({ conversation_id: id, messages });
  };
}
