import type { Presence, Typing } from "@live-chat/contract/ephemeral.ts";
import type { State } from "./state.ts";

/** Somebody else at work, until `until` (ms since 1970) unless it is said again. */
export type Present = { id: string; name: string | null; conversation_id: string | null; until: number };
export type Typist = { id: string; name: string | null; conversation_id: string; until: number };

/** How long (ms) what came without saying holds. */
export const PRESENCE_TTL = 60_000;
export const TYPING_TTL = 6000;

/** Notes where an agent is. What this agent does in other tabs is nobody else's presence. */
export function applyPresence(state: State, presence: Presence, now: number): State {
  const { id, name } = presence.agent;
  if (id === state.agent.id) return state;
  const present = new Map(state.present);
  if (presence.status === "offline") present.delete(id);
  else
    present.set(id, {
      id,
      name,
      conversation_id: presence.conversation_id,
      until: now + (presence.ttl ?? PRESENCE_TTL),
    });
  return { ...state, present };
}

export function applyTyping(
  state: State,
  { author, conversation_id, typing, ttl }: Typing,
  now: number,
): State {
  if (author.id === state.agent.id) return state;
  const typists = new Map(state.typists);
  const { id, name } = author;
  if (typing) typists.set(id, { id, name, conversation_id, until: now + (ttl ?? TYPING_TTL) });
  else typists.delete(id);
  return { ...state, typists };
}

/** Whoever has written is not typing any more. */
export function stopTyping(state: State, authorId: string): State {
  if (!state.typists.has(authorId)) return state;
  const typists = new Map(state.typists);
  typists.delete(authorId);
  return { ...state, typists };
}

/** Forgets those who have not been heard of in time. */
export function forgetAbsent(state: State, now: number): State {
  const here = <Person extends { until: number }>(people: ReadonlyMap<string, Person>) =>
    new Map([...people].filter(([, person]) => person.until > now));
  return { ...state, present: here(state.present), typists: here(state.typists) };
}

/** Colleagues who have this conversation on their screen. */
export function viewersOf(state: State, conversationId: string): Present[] {
  return [...state.present.values()].filter((one) => one.conversation_id === conversationId);
}

export function typistsIn(state: State, conversationId: string): Typist[] {
  return [...state.typists.values()].filter((one) => one.conversation_id === conversationId);
}
