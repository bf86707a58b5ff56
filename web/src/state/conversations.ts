import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { State } from "./state.ts";

/** Takes conversations in: of two copies the higher version stays. All of them count as confirmed. */
export function mergeConversations(state: State, incoming: readonly Conversation[]): State {
  const newer = incoming.filter((one) => !state.removed.has(one.conversation_id) && isNewer(state, one));
  const confirmed = incoming.filter((one) => state.unconfirmed.has(one.conversation_id));
  if (newer.length === 0 && confirmed.length === 0) return state;
  let { conversations, unconfirmed } = state;
  if (newer.length > 0) {
    const merged = new Map(conversations);
    for (const one of newer)
      if (isNewer({ ...state, conversations: merged }, one)) merged.set(one.conversation_id, one);
    conversations = merged;
  }
  if (confirmed.length > 0) {
    const rest = new Set(unconfirmed);
    for (const one of confirmed) rest.delete(one.conversation_id);
    unconfirmed = rest;
  }
  return { ...state, conversations, unconfirmed };
}

function isNewer(state: Pick<State, "conversations">, incoming: Conversation): boolean {
  const known = state.conversations.get(incoming.conversation_id);
  return !known || incoming.version > known.version;
}

/** An erased conversation goes, with its messages, drafts and what was still to be sent, and doesn't come back. */
export function removeConversation(state: State, id: string): State {
  const conversations = new Map(state.conversations);
  conversations.delete(id);
  const threads = new Map(state.threads);
  threads.delete(id);
  const drafts = new Map(state.drafts);
  drafts.delete(id);
  const trays = new Map(state.trays);
  trays.delete(id);
  return {
    ...state,
    conversations,
    threads,
    drafts,
    trays,
    outbox: state.outbox.filter((message) => message.conversation_id !== id),
    pinned: state.pinned.filter((one) => one !== id),
    searchHits: state.searchHits && {
      ...state.searchHits,
      hits: state.searchHits.hits.filter((hit) => hit.message.conversation_id !== id),
    },
    openId: state.openId === id ? null : state.openId,
    removed: new Set(state.removed).add(id),
  };
}

/** After a reset: everything but these is doubtful until it is fetched again. */
export function doubtConversations(state: State, confirmed: readonly Conversation[]): State {
  const ids = new Set(confirmed.map((one) => one.conversation_id));
  const unconfirmed = new Set([...state.conversations.keys()].filter((id) => !ids.has(id)));
  return { ...state, unconfirmed };
}

/** After a reset: the open thread stays on the screen in doubt, the others will be fetched when they are opened. */
export function doubtThreads(state: State): State {
  const open = state.openId === null ? undefined : state.threads.get(state.openId);
  return { ...state, threads: new Map(open ? [[state.openId!, { ...open, unconfirmed: true }]] : []) };
}

/** The refetch is through: what it didn't bring is forgotten, except the open conversation. */
export function forgetUnconfirmed(state: State): State {
  const gone = [...state.unconfirmed].filter((id) => id !== state.openId);
  if (gone.length === 0) return state;
  const conversations = new Map(state.conversations);
  const threads = new Map(state.threads);
  for (const id of gone) {
    conversations.delete(id);
    threads.delete(id);
  }
  return { ...state, conversations, threads, unconfirmed: new Set() };
}
