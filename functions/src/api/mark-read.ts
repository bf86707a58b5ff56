import { readBody } from "@live-chat/contract/rest.ts";
import { type ConversationDocument, messages, toConversation } from "@live-chat/core/documents.ts";
import type { RequestHandler } from "express";
import { changeConversation } from "../conversations/change-conversation.ts";
import type { Dependencies } from "../dependencies.ts";
import { agentOf } from "./authenticate.ts";
import { conversationIdOf, parseBody } from "./parse-request.ts";

/** `POST /conversations/:id/read`: moves the read position forward, for whom it is to move. */
export function markRead({ db, redis }: Pick<Dependencies, "db" | "redis">): RequestHandler {
  return async (request, response) => {
    const { seq } = parseBody(readBody, request);
    const id = conversationIdOf(request);
    const me = agentOf(response).id;

    const conversation = await changeConversation({ db, redis }, id, async (before, transaction) => {
      const position = Math.min(seq, before.last_seq);
      if (!mayRead(before, me) || position <= before.read_seq) return null;
      const found = await transaction.get(messages(db, id).where("seq", "==", position).limit(1));
      return toReadPosition(before, position, found.docs[0]!.data().inbound_count);
    });
    response.json({ conversation: toConversation(conversation) });
  };
}

/** Only the assignee reads; anyone, while there is none. Others just look. */
export const mayRead = ({ assignee }: ConversationDocument, agentId: string) =>
  assignee === null || assignee.id === agentId;

/** Pure. What a conversation changes to when `readInbound` of its inbound messages are read. */
export function toReadPosition(before: ConversationDocument, position: number, readInbound: number) {
  return {
    read_seq: position,
    read_inbound_count: readInbound,
    unread_count: before.inbound_count - readInbound,
  };
}
