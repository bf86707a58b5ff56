import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { ConversationsQuery } from "../api/live-chat-api.ts";
import { fold } from "../text/fold.ts";

export const LIST_FILTERS = ["all", "unread", "mine", "unassigned", "waiting", "resolved"] as const;
export type NamedFilter = (typeof LIST_FILTERS)[number];
/** One of those, or everything that carries a label. */
export type ListFilter = NamedFilter | `label:${string}`;

export const labelFilter = (label: string): ListFilter => `label:${label}`;

/** The label that a filter is about; null for the others. */
export function filteredLabel(filter: ListFilter): string | null {
  return filter.startsWith("label:") ? filter.slice("label:".length) : null;
}

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
    default:
      return { label: filteredLabel(filter)! };
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
    default:
      return conversation.labels.includes(filteredLabel(filter)!);
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
