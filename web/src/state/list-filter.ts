import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { ConversationsQuery } from "../api/live-chat-api.ts";
import { fold } from "../text/fold.ts";

export const LIST_FILTERS = ["all", "unread", "mine", "unassigned", "waiting", "resolved"] as const;
export type ListFilter = (typeof LIST_FILTERS)[number];

/** How the server is asked for this filter. */
export function toQuery(filter: ListFilter): ConversationsQuery {
  switch (filter) {
    case "all":
      return {};
    case "unread":
      return { unread: true };
    case "mine":
      return { assignee: "me" };
    case "unassigned":
      return { assignee: "none" };
    case "waiting":
    case "resolved":
      return { status: filter };
  }
}

/** Whether a conversation belongs under this filter: the same answer the server would give. */
export function matchesFilter(conversation: Conversation, filter: ListFilter, agentId: string): boolean {
  switch (filter) {
    case "all":
      return true;
    case "unread":
      return conversation.unread_count > 0;
    case "mine":
      return conversation.assignee?.id === agentId;
    case "unassigned":
      return conversation.assignee === null;
    case "waiting":
    case "resolved":
      return conversation.status === filter;
  }
}

/** Whether the name, a word of it, or the phone number begins with the search: as the server's `q` does. */
export function matchesSearch(conversation: Conversation, search: string): boolean {
  const wanted = fold(search);
  if (!wanted) return true;
  const name = fold(conversation.name ?? "");
  if ([name, ...name.split(" ")].some((start) => start.startsWith(wanted))) return true;
  const digits = wanted.replace(/\D/g, "");
  const isPhone = /^\+?[\d\s()./-]+$/.test(wanted);
  return isPhone && (conversation.phone ?? "").replace(/\D/g, "").startsWith(digits);
}
