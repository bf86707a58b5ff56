import { isDeepStrictEqual } from "node:util";
import type { Assignee } from "@live-chat/contract/conversation.ts";
import { type UpdateConversationBody, updateConversationBody } from "@live-chat/contract/rest.ts";
import type { AgentDirectory } from "@live-chat/core/agent-directory.ts";
import { type ConversationDocument, toConversation } from "@live-chat/core/documents.ts";
import { filterKeys } from "@live-chat/core/filter-keys.ts";
import type { RequestHandler } from "express";
import { changeConversation } from "../conversations/change-conversation.ts";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";
import { agentName } from "./authenticate.ts";
import { conversationIdOf, parseBody } from "./parse-request.ts";

/** `PATCH /conversations/:id`: status, assignee, labels; what isn't mentioned stays. */
export function updateConversation({
  db,
  redis,
  directory,
}: Pick<Dependencies, "db" | "redis" | "directory">): RequestHandler {
  return async (request, response) => {
    const body = parseBody(updateConversationBody, request);
    const assignee = body.assignee ? await lookUpAssignee(directory, body.assignee.id) : body.assignee;
    const conversation = await changeConversation({ db, redis }, conversationIdOf(request), (before) => {
      const changes = toChanges(before, body, assignee);
      return isDeepStrictEqual({ ...before, ...changes }, before) ? null : changes;
    });
    response.json({ conversation: toConversation(conversation) });
  };
}

async function lookUpAssignee(directory: AgentDirectory, id: string): Promise<Assignee> {
  const record = id.length > 0 && id.length <= 128 ? await directory.check(id) : null;
  if (record?.role && !record.disabled) return { id, name: agentName(record) };
  throw new ProblemError("bad_request", "the assignee is not an agent", {
    errors: [{ pointer: "/assignee/id", detail: "should be the id of an agent" }],
  });
}

function toChanges(
  before: ConversationDocument,
  { status, labels }: UpdateConversationBody,
  assignee: Assignee | null | undefined,
): Partial<ConversationDocument> {
  const changes: Partial<ConversationDocument> = {};
  if (status !== undefined) changes.status = status;
  // What is done waits for nobody; else the next message would seem to have waited since then.
  if (status === "resolved") changes.waiting_since = null;
  if (assignee !== undefined) changes.assignee = assignee;
  if (labels !== undefined) {
    changes.labels = [...new Set(labels)];
    changes.filter_keys = filterKeys({ ...before, labels: changes.labels });
  }
  return changes;
}
