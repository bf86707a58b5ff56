import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { ChatEvent } from "@live-chat/contract/event.ts";

type NewMessage = Extract<ChatEvent, { event: "new_message" }>["data"];

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
