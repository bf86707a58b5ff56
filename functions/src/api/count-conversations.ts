import type { Counts } from "@live-chat/contract/rest.ts";
import { countConversations as count } from "@live-chat/core/list-conversations.ts";
import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";
import { agentOf } from "./authenticate.ts";

/** `GET /conversations/counts`: what the list's `total` would be under each of the dashboard's filters. */
export function countConversations({ db }: Pick<Dependencies, "db">): RequestHandler {
  return async (_request, response) => {
    const [all, unread, mine, unassigned, waiting, resolved] = await Promise.all([
      count(db),
      count(db, { unread: true }),
      count(db, { assignee: agentOf(response).id }),
      count(db, { assignee: null }),
      count(db, { status: "waiting" }),
      count(db, { status: "resolved" }),
    ]);
    const counts: Counts = { all, unread, mine, unassigned, waiting, resolved };
    response.json({ counts });
  };
}
