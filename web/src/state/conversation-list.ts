import type { Conversation } from "@live-chat/contract/conversation.ts";
import { lastCall } from "./last-call.ts";
import { type ListFilter, matchesFilter } from "./list-filter.ts";
import type { ListExtent, State } from "./state.ts";

/** How far the shown list is loaded; undefined before its first page came. */
export function shownExtent(state: State): ListExtent | undefined {
  return state.lists.get(state.filter);
}

/** What the list shows, pinned ones above, then newest activity first: what belongs under the filter, as far down as it is loaded. */
export function shownConversations(state: State): Conversation[] {
  const downTo = shownExtent(state)?.loadedDownTo ?? "";
  const { conversations, filter, agent, pinned } = state;
  return pickShown(conversations, downTo, filter, agent.id, pinned);
}

const pickShown = lastCall(
  (
    conversations: State["conversations"],
    downTo: string,
    filter: ListFilter,
    agentId: string,
    pinned: readonly string[],
  ) => {
    const places = new Map(pinned.map((id, index) => [id, index]));
    const place = (one: Conversation) => places.get(one.conversation_id) ?? pinned.length;
    return [...conversations.values()]
      .filter((one) => one.last_activity_at >= downTo || places.has(one.conversation_id))
      .filter((one) => matchesFilter(one, filter, agentId))
      .sort((a, b) => place(a) - place(b) || byActivity(a, b));
  },
);

/** What else the same person wrote, to other numbers of ours or on other channels; newest first. */
export function sameCustomer({ conversations }: State, one: Conversation): Conversation[] {
  return [...conversations.values()]
    .filter((other) => other.conversation_id !== one.conversation_id)
    .filter((other) => other.user_id === one.user_id || (one.phone !== null && other.phone === one.phone))
    .sort(byActivity);
}

/** Newest first; the id decides between equals, so that every screen shows the same order. */
export function byActivity(a: Conversation, b: Conversation): number {
  if (a.last_activity_at !== b.last_activity_at) return a.last_activity_at < b.last_activity_at ? 1 : -1;
  return a.conversation_id < b.conversation_id ? 1 : -1;
}

/** Unread messages in all that is loaded. */
export function unreadTotal(state: State): number {
  return sumUnread(state.conversations);
}

const sumUnread = lastCall((conversations: State["conversations"]) => {
  let total = 0;
  for (const one of conversations.values()) total += one.unread_count;
  return total;
});

/** One page of a list; `next_cursor` null = the last page, undefined = the page came without saying. */
export type ListPage = {
  conversations: readonly Conversation[];
  total: number;
  next_cursor?: string | null;
};

/** Notes that a list is loaded down to the end of `page`. */
export function extendList(state: State, filter: ListFilter, page: ListPage): State {
  const atEnd =
    page.next_cursor === undefined ? page.conversations.length >= page.total : page.next_cursor === null;
  const extent: ListExtent = {
    loadedDownTo: atEnd ? null : (page.conversations.at(-1)?.last_activity_at ?? null),
    nextCursor: page.next_cursor ?? null,
    total: page.total,
  };
  return { ...state, listFailure: null, lists: new Map(state.lists).set(filter, extent) };
}
