import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { Message } from "@live-chat/contract/message.ts";
import { byActivity } from "./conversation-list.ts";
import type { ListExtent, State } from "./state.ts";

/** What a browser keeps of the state, to begin with it the next time: the list's beginning and all around it. */
export type LastState = {
  /** The last event in it: the stream goes on from there. */
  applied: string;
  conversations: readonly Conversation[];
  extent: ListExtent;
  pinned: State["pinned"];
  counts: State["counts"];
};

/** The end of a thread that was open lately. */
export type LastThread = { conversation: Conversation; from: number; messages: readonly Message[] };

export const KEPT_CONVERSATIONS = 150;
export const KEPT_MESSAGES = 50;

/** What is worth keeping; null while it is not certain, or nothing is loaded yet. */
export function toLastState(state: State): LastState | null {
  const { applied } = state.stream;
  const extent = state.lists.get("all");
  if (applied === null || !extent || state.unconfirmed.size > 0) return null;
  const downTo = extent.loadedDownTo ?? "";
  const all = [...state.conversations.values()].filter((one) => one.last_activity_at >= downTo);
  const listed = all.sort(byActivity).slice(0, KEPT_CONVERSATIONS);
  const pinned = state.pinned.map((id) => state.conversations.get(id)).filter((one) => one !== undefined);
  return {
    applied,
    conversations: [...new Set([...listed, ...pinned])],
    extent: listed.length === all.length ? extent : cutExtent(extent, listed),
    pinned: state.pinned,
    counts: state.counts,
  };
}

function cutExtent(extent: ListExtent, listed: readonly Conversation[]): ListExtent {
  return { ...extent, loadedDownTo: listed.at(-1)!.last_activity_at, nextCursor: null };
}

/** The end of a thread; null while it is not certain, or doesn't reach to its end. */
export function toLastThread(state: State, id: string): LastThread | null {
  const thread = state.threads.get(id);
  const conversation = state.conversations.get(id);
  if (!thread || !conversation || thread.unconfirmed || thread.to !== null) return null;
  const messages = thread.messages.slice(-KEPT_MESSAGES);
  return { conversation, from: messages[0]?.seq ?? thread.from, messages };
}

/**
 * Begins with what was kept. Threads are shown, but fetched again when they are opened: another tab may have kept
 * them at another time.
 */
export function restoreState(state: State, kept: LastState, threads: readonly LastThread[]): State {
  const conversations = [...threads.map((thread) => thread.conversation), ...kept.conversations];
  return {
    ...state,
    conversations: new Map(conversations.map((one) => [one.conversation_id, one])),
    lists: new Map([["all", kept.extent]]),
    pinned: kept.pinned,
    counts: kept.counts,
    threads: new Map(
      threads.map(({ conversation, from, messages }) => [
        conversation.conversation_id,
        { from, to: null, messages, unconfirmed: true },
      ]),
    ),
    stream: { ...state.stream, applied: kept.applied },
  };
}
