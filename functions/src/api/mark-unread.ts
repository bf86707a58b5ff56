import { unreadBody } from "@live-chat/contract/rest.ts";
import { messages, toConversation } from "@live-chat/core/documents.ts";
import type { RequestHandler } from "express";
import { changeConversation } from "../conversations/change-conversation.ts";
import type { Dependencies } from "../dependencies.ts";
import { agentOf } from "./authenticate.ts";
import { mayRead, toReadPosition } from "./mark-read.ts";
import { conversationIdOf, parseBody } from "./parse-request.ts";

/** `POST /conversations/:id/unread`: moves the read position back, for whom it is to move. */
export function markUnread({ db, redis }: Pick<Dependencies, "db" | "redis">): RequestHandler {
  return async (request, response) => {
    const { seq } = parseBody(unreadBody, request);
    const id = conversationIdOf(request);
    const me = agentOf(response).id;

    const conversation = await changeConversation({ db, redis }, id, async (before, transaction) => {
      const position = seq - 1;
      if (!mayRead(before, me) || position >= before.read_seq) return null;
      if (position === 0) return toReadPosition(before, 0, 0);
      const found = await transaction.get(messages(db, id).where("seq", "==", position).limit(1));
      return toReadPosition(before, position, found.docs[0]!.data().inbound_count);
    });
    response.json({ conversation: toConversation(conversation) });
  };
}
