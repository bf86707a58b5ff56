import type { LogEvent } from "@live-chat/contract/event.ts";
import { type ConversationDocument, toConversation } from "@live-chat/core/documents.ts";
import { eraseFromLog } from "@live-chat/core/erase-from-log.ts";
import { appendEvents } from "@live-chat/core/event-log.ts";
import type { TriggerDependencies } from "../dependencies.ts";
import { retryBriefly } from "../retry-briefly.ts";

/**
 * Makes a conversation live that was created before its first message; where there is one, its `new_message`
 * brings the conversation along. Throws when Redis fails for about two seconds.
 */
export async function publishConversation(
  { redis }: Pick<TriggerDependencies, "redis">,
  conversation: ConversationDocument,
): Promise<void> {
  if (conversation.last_seq > 0) return;
  await retryBriefly(redis, () => appendEvents(redis, [toNewConversation(conversation)]));
}

/**
 * Makes a changed conversation live: status, assignee, labels, read position. A new message's event carries the
 * conversation itself. Throws when Redis fails for about two seconds.
 */
export async function publishConversationUpdate(
  { redis }: Pick<TriggerDependencies, "redis">,
  before: ConversationDocument,
  after: ConversationDocument,
): Promise<void> {
  if (after.last_seq > before.last_seq || after.version === before.version) return;
  const { user_id, conversation_id } = after;
  const event: LogEvent = {
    event: "conversation_updated",
    data: { user_id, conversation_id, conversation: toConversation(after) },
  };
  await retryBriefly(redis, () => appendEvents(redis, [event]));
}

/**
 * Makes it known that a conversation was erased, and takes out of the log what it still said about it. Throws when
 * Redis fails for about two seconds.
 */
export async function publishConversationRemoval(
  { redis }: Pick<TriggerDependencies, "redis">,
  { user_id, conversation_id }: ConversationDocument,
): Promise<void> {
  const event: LogEvent = { event: "conversation_removed", data: { user_id, conversation_id } };
  await retryBriefly(redis, () => appendEvents(redis, [event]));
  await retryBriefly(redis, () => eraseFromLog(redis, conversation_id));
}

export function toNewConversation(conversation: ConversationDocument): LogEvent {
  const { user_id, conversation_id, phone, name } = conversation;
  return {
    event: "new_conversation",
    data: { user_id, conversation_id, phone, name, conversation: toConversation(conversation) },
  };
}
