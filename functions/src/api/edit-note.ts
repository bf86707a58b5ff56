import { editNoteBody } from "@live-chat/contract/rest.ts";
import { type MessageDocument, toMessage } from "@live-chat/core/documents.ts";
import { dropFirstPage } from "@live-chat/core/list-cache.ts";
import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";
import { changeMessage } from "../messages/change-message.ts";
import { ProblemError } from "../problem.ts";
import { agentOf } from "./authenticate.ts";
import { conversationIdOf, messageIdOf, parseBody } from "./parse-request.ts";

/**
 * `PATCH /conversations/:id/messages/:message_id`: whoever wrote a note may change it. What left can't be changed:
 * the customer has it.
 */
export function editNote({ db, redis }: Pick<Dependencies, "db" | "redis">): RequestHandler {
  return async (request, response) => {
    const { text } = parseBody(editNoteBody, request);
    const ids = { conversation_id: conversationIdOf(request), message_id: messageIdOf(request) };
    const { id } = agentOf(response);
    const message = await changeMessage(db, ids, (before) => {
      checkEditable(before, id);
      return before.text === text ? before : { ...before, text, edited_at: new Date().toISOString() };
    });
    await dropFirstPage(redis);
    response.json({ message: toMessage(message) });
  };
}

function checkEditable({ type, author }: MessageDocument, agentId: string): void {
  if (type === "note" && author.id === agentId) return;
  throw new ProblemError(
    "not_editable",
    type === "note" ? "a colleague wrote it" : "only notes can be changed",
  );
}
