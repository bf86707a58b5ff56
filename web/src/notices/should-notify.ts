import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { ChatEvent } from "@live-chat/contract/event.ts";
import type { Message } from "@live-chat/contract/message.ts";

export type NewMessage = Extract<ChatEvent, { event: "new_message" }>["data"];

/** ms. What was written shortly before a connection began is still news: the one before it broke just then. */
const GRACE = 30_000;

/** Whether a message was written while this browser wasn't connected: whoever comes back sees it in the list. */
export function isOld(message: Message, connectedAt: number): boolean {
  return Date.parse(message.created_at) < connectedAt - GRACE;
}

/**
 * Whether an agent wants to hear of a message: a customer's, in a conversation that is theirs or nobody's, and
 * not in the one they have before their eyes (`lookingAt`, in any tab).
 */
export function shouldNotify(
  { message, conversation }: NewMessage,
  agentId: string,
  lookingAt: string | null,
): boolean {
  if (message.direction !== "inbound" || message.conversation_id === lookingAt) return false;
  return isOurs(conversation, agentId) && conversation.unread_count > 0;
}

function isOurs({ assignee }: Conversation, agentId: string): boolean {
  return assignee === null || assignee.id === agentId;
}
