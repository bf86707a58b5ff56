import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { Message, Reaction } from "@live-chat/contract/message.ts";
import { REACTS_WITHIN, whyNoReaction } from "@live-chat/contract/reactions.ts";
import type { Agent } from "../auth/session.ts";
import type { State } from "./state.ts";
import { isWindowClosed } from "./window.ts";

/** What the agent chose for a message while the server doesn't have it yet; `""`: none any more. */
export function wishReaction(state: State, messageId: string, emoji: string): State {
  return { ...state, reacting: new Map(state.reacting).set(messageId, emoji) };
}

/** The server has it, or won't: unless the agent chose something else meanwhile, what it says is shown again. */
export function forgetWish(state: State, messageId: string, emoji: string): State {
  if (state.reacting.get(messageId) !== emoji) return state;
  const reacting = new Map(state.reacting);
  reacting.delete(messageId);
  return { ...state, reacting };
}

/** The reactions to show, with what the agent just chose in the place of the one it replaces. */
export function shownReactions(
  message: Message,
  wish: string | undefined,
  agent: Pick<Agent, "id" | "name">,
): readonly Reaction[] {
  const before = ownReaction(message, agent.id);
  if (wish === undefined || (wish === (before?.emoji ?? "") && !before?.error)) return message.reactions;
  const others = message.reactions.filter((one) => one !== before);
  if (wish === "") return others;
  const author = { kind: "agent" as const, id: agent.id, name: agent.name };
  return [
    ...others,
    { emoji: wish, author, ...(message.direction === "internal" ? {} : { status: "queued" }) },
  ];
}

/** The reaction that the agent's next one replaces: the customer sees one of ours; on a note each has their own. */
export function ownReaction({ direction, reactions }: Message, agentId: string): Reaction | undefined {
  return reactions.find(({ author }) =>
    direction === "internal" ? author.id === agentId : author.kind !== "customer",
  );
}

/** Whether the agent can react to a message of a conversation. `now` in ms. */
export function canReact(message: Message, conversation: Conversation | undefined, now: number): boolean {
  if (!conversation || whyNoReaction(message, REACTS_WITHIN[conversation.channel], now)) return false;
  return message.direction === "internal" || !isWindowClosed(conversation, now);
}
