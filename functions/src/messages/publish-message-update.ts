import { type MessageDocument, toMessage } from "@live-chat/core/documents.ts";
import { appendEvents } from "@live-chat/core/event-log.ts";
import type { TriggerDependencies } from "../dependencies.ts";
import { retryBriefly } from "../retry-briefly.ts";

/** Makes a changed message live: ticks, reactions, edits, failures. Throws when Redis fails for about two seconds. */
export async function publishMessageUpdate(
  { redis }: Pick<TriggerDependencies, "redis">,
  before: MessageDocument,
  after: MessageDocument,
): Promise<void> {
  if (after.version === before.version) return;
  const { user_id, conversation_id } = after;
  const data = { user_id, conversation_id, message: toMessage(after) };
  await retryBriefly(redis, () => appendEvents(redis, [{ event: "message_updated", data }]));
}
