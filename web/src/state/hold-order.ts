import type { Conversation } from "@live-chat/contract/conversation.ts";

/**
 * The list in the order it had when the agent began to point at it: rows change in place, but none moves or
 * appears under the pointer. `held` = the ids then; null = nothing is held.
 */
export function holdOrder(shown: readonly Conversation[], held: readonly string[] | null): Conversation[] {
  if (!held) return [...shown];
  const byId = new Map(shown.map((one) => [one.conversation_id, one]));
  const known = new Set(held);
  const rows = held.flatMap((id) => byId.get(id) ?? []);
  const lastHeld = shown.findLastIndex((one) => known.has(one.conversation_id));
  // What was loaded below meanwhile may come: it moves nothing.
  return [...rows, ...shown.slice(lastHeld + 1)];
}
