import { startConversationBody } from "@live-chat/contract/rest.ts";
import { toConversation } from "@live-chat/core/documents.ts";
import { dropFirstPage } from "@live-chat/core/list-cache.ts";
import type { RequestHandler } from "express";
import { checkAccount } from "../conversations/check-account.ts";
import * as conversations from "../conversations/start-conversation.ts";
import type { Dependencies } from "../dependencies.ts";
import { parseBody } from "./parse-request.ts";

/** `POST /conversations`: 201 for a new conversation, 200 for the one there already was. */
export function startConversation(
  dependencies: Pick<Dependencies, "db" | "redis" | "channels">,
): RequestHandler {
  const { db, redis } = dependencies;
  return async (request, response) => {
    const body = parseBody(startConversationBody, request);
    await checkAccount(dependencies, body.channel, body.account);
    const { conversation, created } = await conversations.startConversation(db, body);
    if (created) await dropFirstPage(redis);
    response.status(created ? 201 : 200).json({ conversation: toConversation(conversation) });
  };
}
