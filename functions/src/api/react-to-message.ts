import { reactionBody } from "@live-chat/contract/reaction-body.ts";
import { type NoReaction, whyNoReaction } from "@live-chat/contract/reactions.ts";
import { type ConversationDocument, type MessageDocument, toMessage } from "@live-chat/core/documents.ts";
import { dropFirstPage } from "@live-chat/core/list-cache.ts";
import type { RequestHandler, Response } from "express";
import { CAPABILITIES } from "../channels/channel.ts";
import { checkWindow } from "../conversations/window.ts";
import type { Dependencies } from "../dependencies.ts";
import { changeMessage } from "../messages/change-message.ts";
import { withOwnReaction } from "../messages/react.ts";
import { ProblemError } from "../problem.ts";
import { apiKeyOf, authorOf } from "./authenticate.ts";
import { conversationIdOf, messageIdOf, parseBody } from "./parse-request.ts";

/**
 * `PUT /conversations/:id/messages/:message_id/reaction`: our side's reaction to what the customer wrote, or one's own
 * to a note. The trigger on messages delivers it; asking for what is there already changes nothing.
 */
export function reactToMessage({ db, redis }: Pick<Dependencies, "db" | "redis">): RequestHandler {
  return async (request, response) => {
    const { emoji } = parseBody(reactionBody, request);
    const ids = { conversation_id: conversationIdOf(request), message_id: messageIdOf(request) };
    const author = authorOf(response);
    const message = await changeMessage(db, ids, (before, conversation) => {
      checkVisible(before, response);
      const change = { author, emoji, at: new Date().toISOString(), seq: conversation.last_seq };
      const after = withOwnReaction(before, change);
      if (after !== before) checkReactable(before, conversation);
      return after;
    });
    await dropFirstPage(redis);
    response.json({ message: toMessage(message) });
  };
}

/** Keys see no notes but their own. */
function checkVisible({ direction, author }: MessageDocument, response: Response): void {
  const key = apiKeyOf(response);
  if (key && direction === "internal" && author.id !== key.key_id)
    throw new ProblemError("message_not_found");
}

function checkReactable(message: MessageDocument, conversation: ConversationDocument): void {
  const within = CAPABILITIES[conversation.channel].reactions;
  const why = whyNoReaction(message, within, Date.now());
  if (why) throw new ProblemError("not_reactable", REASONS[why]);
  if (message.direction !== "internal") checkWindow(conversation, { type: "reaction" });
}

const REASONS: Record<NoReaction, string> = {
  channel: "the channel takes no reactions",
  not_theirs: "only what the customer wrote, and notes, can be reacted to",
  revoked: "it was taken back",
  too_old: "the channel takes no reactions to messages as old as this",
};
