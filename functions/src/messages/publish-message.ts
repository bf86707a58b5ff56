import type { LogEvent } from "@live-chat/contract/event.ts";
import {
  type ConversationDocument,
  conversationRef,
  type MessageDocument,
  toConversation,
  toMessage,
} from "@live-chat/core/documents.ts";
import { appendMessages, type MessageStep } from "@live-chat/core/event-log.ts";
import { log } from "@live-chat/core/logger.ts";
import { toNewConversation } from "../conversations/publish-conversation.ts";
import type { TriggerDependencies } from "../dependencies.ts";
import { retryBriefly } from "../retry-briefly.ts";
import { readMessagesBetween, whereToBegin } from "./missing-messages.ts";

/** How many messages one append makes live. */
const CHUNK = 100;

/**
 * Hop 3: makes a stored message live, once and in `seq` order, however often and in whatever order triggers ring.
 * If messages before it aren't in the log, they go first. Throws when Redis fails for about two seconds.
 */
export async function publishMessage(
  dependencies: TriggerDependencies,
  message: MessageDocument,
): Promise<void> {
  const { db, redis } = dependencies;
  const { conversation_id, seq } = message;
  const conversation = (await conversationRef(db, conversation_id).get()).data();
  if (!conversation) return log("WARNING", "message without conversation", { conversation_id, seq });

  const step = toStep(conversation, message);
  const outcome = await retryBriefly(redis, () => appendMessages(redis, conversation_id, [step]));
  if (outcome.appended) return;
  const published = outcome.published;
  log("NOTICE", "messages before this one are not in the log", { conversation_id, seq, published });
  const after = published ?? (await retryBriefly(redis, () => whereToBegin(dependencies, message)));
  await publishBetween(dependencies, conversation, after, seq, { fromUnknown: published === null });
}

/** Makes all messages live that are above `after`, up to and with `last`. */
async function publishBetween(
  { db, redis }: TriggerDependencies,
  conversation: ConversationDocument,
  after: number,
  last: number,
  options: { fromUnknown: boolean },
): Promise<void> {
  const { conversation_id } = conversation;
  for (let from = after; from < last; from += CHUNK) {
    const missing = await readMessagesBetween(db, conversation_id, from, Math.min(last, from + CHUNK));
    const steps = missing.map((message) => toStep(conversation, message));
    const outcome = await retryBriefly(redis, () => appendMessages(redis, conversation_id, steps, options));
    if (!outcome.appended) throw new Error("Redis forgot the log meanwhile; the trigger begins again");
  }
}

function toStep(conversation: ConversationDocument, document: MessageDocument): MessageStep {
  const { user_id, conversation_id, seq } = document;
  const newMessage: LogEvent = {
    event: "new_message",
    data: {
      user_id,
      conversation_id,
      message: toMessage(document),
      conversation: toConversation(conversation),
    },
  };
  return { seq, events: seq === 1 ? [toNewConversation(conversation), newMessage] : [newMessage] };
}
