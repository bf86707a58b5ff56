import type { Simulator } from "../simulator.ts";
import type { Chat, ChatMessage } from "../world.ts";
import { GraphError } from "./graph-error.ts";

/** How old a message may be to be reacted to, in ms. */
const MAX_AGE = 30 * 24 * 60 * 60_000;

/**
 * The bubble that a reaction is to; null for one from before this simulator started, which nobody here shows. Throws
 * the GraphError of one that is too old, was deleted, is itself a reaction, or isn't in this chat.
 */
export function findReacted(
  { world, sends, now }: Simulator,
  chat: Chat | null,
  messageId: string,
): ChatMessage | null {
  const bubble = chat?.messages.find(({ id }) => id === messageId);
  if (bubble) {
    if (bubble.revoked) throw refusal("was deleted");
    if (now() - bubble.at > MAX_AGE) throw refusal("is more than 30 days old");
    return bubble;
  }
  const sent = sends.find(({ wamid }) => wamid === messageId);
  if (sent?.type === "reaction") throw refusal("is itself a reaction");
  const elsewhere = world.chats().some(({ messages }) => messages.some(({ id }) => id === messageId));
  if (sent || elsewhere || !messageId.startsWith("wamid.")) throw refusal("is not in this conversation");
  return null;
}

const refusal = (what: string) =>
  new GraphError(131009, `The message of parameter reaction['message_id'] ${what}.`);
