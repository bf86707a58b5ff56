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
import { inTurn } from "./in-turn.ts";
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

  const publish = () => append(redis, conversation_id, [toStep(conversation, message)]);
  if (!(await publish()).appended) {
    // In a burst each of many triggers finds a gap; in turn, the first one to fill it does so for all.
    await inTurn(`publish ${conversation_id}`, async () => {
      const outcome = await publish();
      if (!outcome.appended) await publishUpTo(dependencies, conversation, message, outcome.published);
    });
  }
  log("INFO", "message published", { conversation_id, message_id: message.message_id, seq });
}

/** Makes all messages live that follow the last `published` one (null: unknown), up to and with `message`. */
async function publishUpTo(
  dependencies: TriggerDependencies,
  conversation: ConversationDocument,
  message: MessageDocument,
  published: number | null,
): Promise<void> {
  const { db, redis } = dependencies;
  const { conversation_id, seq } = message;
  const begin = published ?? (await retryBriefly(redis, () => whereToBegin(dependencies, message)));
  for (let after = begin; after < seq; after += CHUNK) {
    const missing = await readMessagesBetween(db, conversation_id, after, Math.min(seq, after + CHUNK));
    const steps = missing.map((each) => toStep(conversation, each));
    const outcome = await append(redis, conversation_id, steps, { fromUnknown: published === null });
    if (!outcome.appended) throw new Error("Redis forgot the log meanwhile; the trigger begins again");
  }
}

function append(...args: Parameters<typeof appendMessages>): ReturnType<typeof appendMessages> {
  return retryBriefly(args[0], () => appendMessages(...args));
}

function toStep(conversation: ConversationDocument, document: MessageDocument): MessageStep {
  const { user_id, conversation_id, seq, trace } = document;
  const newMessage: LogEvent = {
    event: "new_message",
    data: {
      user_id,
      conversation_id,
      message: toMessage(document),
      conversation: toConversation(conversation),
    },
  };
  return { seq, trace, events: seq === 1 ? [toNewConversation(conversation), newMessage] : [newMessage] };
}
