import { sendMessageBody } from "@live-chat/contract/rest.ts";
import { dropFirstPage } from "@live-chat/core/list-cache.ts";
import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";
import { storeReply } from "../messages/store-message.ts";
import { withTemplateText } from "../messages/with-template-text.ts";
import { authorOf } from "./authenticate.ts";
import { conversationIdOf, parseBody } from "./parse-request.ts";

/** `POST /conversations/:id/messages`: 201 for a new message, 200 for one that was stored before. */
export function sendMessage({
  db,
  redis,
  templates,
}: Pick<Dependencies, "db" | "redis" | "templates">): RequestHandler {
  return async (request, response) => {
    const id = conversationIdOf(request);
    const body = await withTemplateText({ db, templates }, id, parseBody(sendMessageBody, request));
    const { message, created } = await storeReply(db, id, authorOf(response), body);
    if (created) await dropFirstPage(redis);
    response.status(created ? 201 : 200).json({ message });
  };
}
