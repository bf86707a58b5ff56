import type { ChatEvent } from "@live-chat/contract/event.ts";
import type { Message } from "@live-chat/contract/message.ts";
import { extendList } from "./conversation-list.ts";
import { doubtConversations, doubtThreads, mergeConversations, removeConversation } from "./conversations.ts";
import type { State } from "./state.ts";
import { mergeMessages, trimThread } from "./thread.ts";
import { applyPresence, applyTyping, stopTyping } from "./together.ts";
import { applyChannel, doubtParts, doubtWorkspace } from "./workspace.ts";

type NewMessage = Extract<ChatEvent, { event: "new_message" }>["data"];

/**
 * (state, event) → state. Events may be repeated, late or out of order: of two copies of anything the one with
 * the higher version stays, so the end state is the same whatever the way there. `id` is the event's place in
 * the log, null for events that the log doesn't hold; `now` in ms, for what only holds for a while.
 */
export function applyEvent(
  state: State,
  event: ChatEvent,
  id: string | null = null,
  now: number = Date.now(),
): State {
  const applied = applyData(state, event, now);
  return id === null ? applied : { ...applied, stream: { ...applied.stream, applied: id } };
}

function applyData(state: State, event: ChatEvent, now: number): State {
  switch (event.event) {
    case "new_message":
      return applyNewMessage(state, event.data);
    case "message_updated":
      return applyMessage(state, event.data.message);
    case "new_conversation":
    case "conversation_updated":
      return mergeConversations(state, [event.data.conversation]);
    case "conversation_removed":
      return removeConversation(state, event.data.conversation_id);
    case "channel_updated":
      return applyChannel(state, event.data.channel);
    case "workspace_updated":
      return doubtParts(state, event.data.parts);
    case "conversations":
      return applyReset(state, event.data);
    case "connected":
      return { ...state, stream: { ...state.stream, head: event.data.head ?? null } };
    case "heartbeat": {
      // A gateway that can't reach the log doesn't know how far it has come.
      const head = event.data.log === "ok" ? event.data.head : null;
      return head === state.stream.head ? state : { ...state, stream: { ...state.stream, head } };
    }
    case "typing":
      return applyTyping(state, event.data, now);
    case "presence":
      return applyPresence(state, event.data, now);
    default:
      return state;
  }
}

function applyNewMessage(state: State, { message, conversation }: NewMessage): State {
  const merged = applyMessage(mergeConversations(state, [conversation]), message);
  return stopTyping(merged, message.author.id);
}

/** Only threads that are loaded take messages; the others will be fetched whole when they are opened. */
function applyMessage(state: State, message: Message): State {
  const thread = state.threads.get(message.conversation_id);
  if (!thread) return state;
  const taken = mergeMessages(thread, [message]);
  // The open one is trimmed around its reader, who may be far up.
  const merged = state.openId === message.conversation_id ? taken : trimThread(taken);
  if (merged === thread) return state;
  return { ...state, threads: new Map(state.threads).set(message.conversation_id, merged) };
}

/**
 * Continuity was lost: forget what isn't refetched. What is on the screen stays there, marked as unconfirmed,
 * until the refetch that follows replaces it, so that nothing flashes or jumps.
 */
function applyReset(state: State, page: Extract<ChatEvent, { event: "conversations" }>["data"]): State {
  const merged = doubtWorkspace(mergeConversations(state, page.conversations));
  const doubtful = doubtThreads(doubtConversations(merged, page.conversations));
  return state.lists.has("all") ? doubtful : extendList(doubtful, "all", page);
}
