import type { ChannelDocument } from "@live-chat/core/documents.ts";
import { appendEvents } from "@live-chat/core/event-log.ts";
import { toChannelState } from "../delivery/channel-state.ts";
import type { TriggerDependencies } from "../dependencies.ts";
import { retryBriefly } from "../retry-briefly.ts";

/** Makes it live that a channel stopped or goes on. Throws when Redis fails for about two seconds. */
export async function publishChannel(
  { redis }: Pick<TriggerDependencies, "redis">,
  before: ChannelDocument | undefined,
  after: ChannelDocument | undefined,
): Promise<void> {
  if (!after || after.version === (before?.version ?? 0)) return;
  const data = { channel: toChannelState(after) };
  await retryBriefly(redis, () => appendEvents(redis, [{ event: "channel_updated", data }]));
}
