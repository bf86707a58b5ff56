import { isDeepStrictEqual } from "node:util";
import type { Assignee } from "@live-chat/contract/conversation.ts";
import { type UpdateConversationBody, updateConversationBody } from "@live-chat/contract/rest.ts";
import type { AgentDirectory } from "@live-chat/core/agent-directory.ts";
import { type ConversationDocument, toConversation } from "@live-chat/core/documents.ts";
import type { RequestHandler, Response } from "express";
import { changeConversation } from "../conversations/change-conversation.ts";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";
import { agentName, apiKeyOf } from "./authenticate.ts";
import { conversationIdOf, parseBody } from "./parse-request.ts";

/** `PATCH /conversations/:id`: status, assignee, labels, name, note, block; what isn't mentioned stays. */
export function updateConversation({
  db,
  redis,
  directory,
}: Pick<Dependencies, "db" | "redis" | "directory">): RequestHandler {
  return async (request, response) => {
    const body = parseBody(updateConversationBody, request);
    const assignee = body.assignee
      ? await lookUpAssignee(directory, body.assignee.id, response)
      : body.assignee;
    const conversation = await changeConversation({ db, redis }, conversationIdOf(request), (before) => {
      const changes = toChanges(before, body, assignee);
      return changesNothing(before, changes) ? null : changes;
    });
    response.json({ conversation: toConversation(conversation) });
  };
}

/** Documents from earlier days lack some fields; as the wire shows them, they have all. */
function changesNothing(before: ConversationDocument, changes: Changes): boolean {
  return isDeepStrictEqual(toConversation({ ...before, ...changes }), toConversation(before));
}

type Changes = Partial<ConversationDocument>;

/** Agents, and for an API key itself: a bot takes a conversation over, and hands it over to people. */
async function lookUpAssignee(directory: AgentDirectory, id: string, response: Response): Promise<Assignee> {
  const key = apiKeyOf(response);
  if (key?.key_id === id) return { id, name: key.name };
  const record = id.length > 0 && id.length <= 128 ? await directory.check(id) : null;
  if (record?.role && !record.disabled) return { id, name: agentName(record) };
  throw new ProblemError("bad_request", "the assignee is not an agent", {
    errors: [{ pointer: "/assignee/id", detail: "should be the id of an agent" }],
  });
}

function toChanges(
  before: ConversationDocument,
  { status, labels, name, note, blocked }: UpdateConversationBody,
  assignee: Assignee | null | undefined,
): Changes {
  const changes: Changes = {};
  if (status !== undefined) changes.status = status;
  // What is done waits for nobody; else the next message would seem to have waited since then.
  if (status === "resolved") changes.waiting_since = null;
  if (assignee !== undefined) changes.assignee = assignee;
  if (labels !== undefined) changes.labels = [...new Set(labels)];
  if (name !== undefined) Object.assign(changes, toName(name));
  if (note !== undefined) changes.note = note || null;
  if (blocked !== undefined) Object.assign(changes, toBlocked(before, blocked));
  return changes;
}

/** A name of ours stays until it is taken back; then the next message brings the customer's own. */
function toName(name: string | null): Changes {
  if (name === null) return { name: null, named_by_agent: false, name_time: 0 };
  return { name, named_by_agent: true };
}

/** Nobody owes a blocked customer anything: what they wrote is no longer unread, nor waited for. */
function toBlocked(before: ConversationDocument, blocked: boolean): Changes {
  if (!blocked || before.blocked) return { blocked };
  const { inbound_count, last_seq } = before;
  const read = { read_inbound_count: inbound_count, read_seq: last_seq, unread_count: 0 };
  return { blocked, waiting_since: null, ...read };
}
