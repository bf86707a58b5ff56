import { DEFAULT_SEARCH, type SearchAnswer, searchQuery } from "@live-chat/contract/search.ts";
import { listConversations } from "@live-chat/core/list-conversations.ts";
import { searchMessages } from "@live-chat/core/search-messages.ts";
import type { RequestHandler } from "express";
import type { Dependencies } from "../dependencies.ts";
import { parseQuery } from "../parse-input.ts";

/** `GET /search`: conversations by the customer's name or phone, messages by their words. */
export function search({ db }: Pick<Dependencies, "db">): RequestHandler {
  return async (request, response) => {
    const { q, limit = DEFAULT_SEARCH } = parseQuery(searchQuery, request.originalUrl);
    const [{ conversations }, messages] = await Promise.all([
      listConversations(db, { q, limit }),
      searchMessages(db, q, limit),
    ]);
    const answer: SearchAnswer = { conversations, messages };
    response.json(answer);
  };
}
