import { sendMessageBody } from "@live-chat/contract/rest.ts";
import { dropFirstPage } from "@live-chat/core/list-cache.ts";
import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";
import { storeReply } from "../messages/store-message.ts";
import { authorOf } from "./authenticate.ts";
import { conversationIdOf, parseBody } from "./parse-request.ts";

/** `POST /conversations/:id/messages`: 201 for a new message, 200 for one that was stored before. */
export function sendMessage({ db, redis }: Pick<Dependencies, "db" | "redis">): RequestHandler {
  return async (request, response) => {
    const body = parseBody(sendMessageBody, request);
    const { message, created } = await storeReply(db, conversationIdOf(request), authorOf(response), body);
    if (created) await dropFirstPage(redis);
    response.status(created ? 201 : 200).json({ message });
  };
}
