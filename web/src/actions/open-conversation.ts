import type { App } from "../app.ts";
import { mergeConversations } from "../state/conversations.ts";
import type { State } from "../state/state.ts";
import type { Thread } from "../state/thread.ts";
import { loadThread } from "./load-messages.ts";

/** Threads kept in memory beside the open one. */
const KEPT_THREADS = 12;
/** With more unread messages than this the thread opens around the first of them, not at its end. */
const NEAR_END = 40;

/** Shows a conversation (null: none), at message `seq` if that is given, and loads what of it isn't there. */
export async function openConversation(
  app: App,
  id: string | null,
  seq: number | null = null,
): Promise<void> {
  app.store.change((state) => ({ ...toOpened(state, id), target: seq }));
  if (id === null) return;
  await loadConversation(app, id);
  const state = app.store.state.peek();
  const conversation = state.conversations.get(id);
  const thread = state.threads.get(id);
  if (thread && seq !== null && !covers(thread, seq)) return loadThread(app, id, seq);
  if (!conversation || thread) return;
  app.store.change((current) => withUnreadLine(current, id));
  const farBack =
    conversation.unread_count > NEAR_END && conversation.last_seq - conversation.read_seq > NEAR_END;
  await loadThread(app, id, seq ?? (farBack ? conversation.read_seq : null));
}

function covers(thread: Thread, seq: number): boolean {
  return seq >= thread.from && (thread.to === null || seq <= thread.to);
}

/** A link may lead to a conversation that is not in the list: then it is fetched by itself. */
async function loadConversation(app: App, id: string): Promise<void> {
  if (app.store.state.peek().conversations.has(id)) return;
  try {
    const { conversation } = await app.api.getConversation(id);
    app.store.change((state) => mergeConversations(state, [conversation]));
  } catch (error) {
    app.store.change((state) => (state.openId === id ? { ...state, threadFailure: error as Error } : state));
  }
}

function toOpened(state: State, id: string | null): State {
  const threads = new Map(state.threads);
  const opened = id === null ? undefined : threads.get(id);
  if (opened) threads.delete(id!);
  const kept = new Map([...threads].slice(-KEPT_THREADS));
  // One that ends in the middle would have to be read on from there; one in doubt is fetched again where it stands.
  if (opened?.to === null) kept.set(id!, opened);
  return withUnreadLine({ ...state, openId: id, threads: kept, threadFailure: null }, id);
}

/** Puts the line before what is unread now; it stays there while the conversation is open. */
function withUnreadLine(state: State, id: string | null): State {
  const conversation = id === null ? undefined : state.conversations.get(id);
  const unreadLine = conversation?.unread_count
    ? { conversation_id: conversation.conversation_id, after_seq: conversation.read_seq }
    : null;
  return { ...state, unreadLine };
}
