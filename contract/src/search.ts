import * as v from "valibot";
import { conversation } from "./conversation.ts";
import { message } from "./message.ts";
import { queryInteger, queryText } from "./query.ts";

export const DEFAULT_SEARCH = 20;
export const MAX_SEARCH = 50;

export const searchQuery = v.strictObject({
  /** Whole words in any order; the beginning of a customer's name or phone number. */
  q: queryText,
  /** Of each kind. */
  limit: v.optional(queryInteger(1, MAX_SEARCH)),
});

export const searchHit = v.object({ message, conversation });
export type SearchHit = v.InferOutput<typeof searchHit>;

/** Both newest first. */
export const searchAnswer = v.object({
  conversations: v.array(conversation),
  messages: v.array(searchHit),
});
export type SearchAnswer = v.InferOutput<typeof searchAnswer>;
