import { type ConversationsAnswer, DEFAULT_PAGE, listConversationsQuery } from "@live-chat/contract/rest.ts";
import { firstPage } from "@live-chat/core/list-cache.ts";
import * as core from "@live-chat/core/list-conversations.ts";
import { CursorError } from "@live-chat/core/list-cursor.ts";
import type { RequestHandler } from "express";
import type { InferOutput } from "valibot";
import type { Dependencies } from "../dependencies.ts";
import { parseQuery } from "../parse-input.ts";
import { ProblemError } from "../problem.ts";
import { agentOf } from "./authenticate.ts";

/** `GET /conversations`: a page of the list; the one that every dashboard opens with comes from the cache. */
export function listConversations({ db, redis }: Pick<Dependencies, "db" | "redis">): RequestHandler {
  return async (request, response) => {
    const query = parseQuery(listConversationsQuery, request.originalUrl);
    const page = isFirstPage(query)
      ? await firstPage(redis, () => core.listConversations(db))
      : await readPage(db, query, agentOf(response).id);
    response.json(page);
  };
}

type ListQuery = InferOutput<typeof listConversationsQuery>;

function isFirstPage({ limit = DEFAULT_PAGE, ...others }: ListQuery): boolean {
  return limit === DEFAULT_PAGE && Object.values(others).every((value) => value === undefined);
}

async function readPage(db: Dependencies["db"], query: ListQuery, me: string): Promise<ConversationsAnswer> {
  const assignee = query.assignee === "none" ? null : query.assignee === "me" ? me : query.assignee;
  try {
    return await core.listConversations(db, { ...query, assignee });
  } catch (error) {
    if (!(error instanceof CursorError)) throw error;
    throw new ProblemError("bad_request", error.message, {
      errors: [{ pointer: "/cursor", detail: error.message }],
    });
  }
}
