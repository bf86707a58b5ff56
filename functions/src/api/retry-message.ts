import { retryBody } from "@live-chat/contract/rest.ts";
import { type MessageDocument, toMessage } from "@live-chat/core/documents.ts";
import { dropFirstPage } from "@live-chat/core/list-cache.ts";
import type { RequestHandler } from "express";
import { checkWindow } from "../conversations/window.ts";
import type { Dependencies } from "../dependencies.ts";
import { changeMessage } from "../messages/change-message.ts";
import { ProblemError } from "../problem.ts";
import { conversationIdOf, messageIdOf, parseBody } from "./parse-request.ts";

/**
 * `POST /conversations/:id/messages/:message_id/retry`: a new attempt for a message that failed or of which nobody
 * knows. Its number says which attempt is meant, so that asking twice makes one.
 */
export function retryMessage({ db, redis }: Pick<Dependencies, "db" | "redis">): RequestHandler {
  return async (request, response) => {
    const { attempt } = parseBody(retryBody, request);
    const ids = { conversation_id: conversationIdOf(request), message_id: messageIdOf(request) };
    const message = await changeMessage(db, ids, (before, conversation) => {
      if (before.attempt === attempt) return before;
      checkRetryable(before, attempt);
      checkWindow(conversation, before);
      return toNextAttempt(before);
    });
    await dropFirstPage(redis);
    response.json({ message: toMessage(message) });
  };
}

function checkRetryable({ direction, status, attempt }: MessageDocument, asked: number): void {
  const over = status === "failed" || status === "unconfirmed";
  if (direction === "outbound" && over && asked === attempt + 1) return;
  throw new ProblemError(
    "not_retryable",
    over && direction === "outbound"
      ? "the next attempt has another number"
      : "only what failed or is unconfirmed can be sent again",
    { extensions: { attempt, status } },
  );
}

/** Queued anew: the trigger on messages delivers it. */
function toNextAttempt(before: MessageDocument): MessageDocument {
  const attempt = before.attempt + 1;
  return { ...before, attempt, status: "queued", error: null, provider_id: null, send_began_at: null };
}
