import { TYPING_TTL, typingBody } from "@live-chat/contract/ephemeral.ts";
import { type ConversationDocument, conversationRef } from "@live-chat/core/documents.ts";
import { publishEphemeral } from "@live-chat/core/ephemeral.ts";
import { log } from "@live-chat/core/logger.ts";
import { redisKeys } from "@live-chat/core/redis-keys.ts";
import type { RequestHandler } from "express";
import { showTypingOnChannel } from "../conversations/show-read-on-channel.ts";
import type { Dependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";
import { agentOf } from "./authenticate.ts";
import { conversationIdOf, parseBody } from "./parse-request.ts";

/** `POST /conversations/:id/typing`: tells everybody connected that the agent writes here, or no longer does. */
export function tellTyping({
  db,
  redis,
  channels,
}: Pick<Dependencies, "db" | "redis" | "channels">): RequestHandler {
  return async (request, response) => {
    const { typing } = parseBody(typingBody, request);
    const conversation_id = conversationIdOf(request);
    const { id, name } = agentOf(response);
    const found = await conversationRef(db, conversation_id).get();
    if (!found.exists) throw new ProblemError("conversation_not_found");
    const author = { kind: "agent", id, name } as const;
    const ttl = typing ? TYPING_TTL : 0;
    await publishEphemeral(redis, { event: "typing", data: { conversation_id, author, typing, ttl } });
    response.status(204).end();
    if (typing) await onChannel({ db, redis, channels }, found.data()!);
  };
}

/** WhatsApp shows it for 25 seconds: so it's told every 20 at most, in seconds. */
const REPEAT = 20;

/** After the answer, as colleagues shouldn't wait for it; nor does anybody care if it fails. */
async function onChannel(
  { db, redis, channels }: Pick<Dependencies, "db" | "redis" | "channels">,
  conversation: ConversationDocument,
): Promise<void> {
  try {
    const key = redisKeys.typingOnChannel(conversation.conversation_id);
    if ((await redis.set(key, "1", "EX", REPEAT, "NX")) === null) return;
    await showTypingOnChannel({ db, channels }, conversation);
  } catch (error) {
    log("NOTICE", "the customer wasn't told who types", { error: String(error) });
  }
}
