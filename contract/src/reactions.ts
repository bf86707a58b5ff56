import type { ChannelName } from "./common.ts";
import type { Message } from "./message.ts";

const DAY = 24 * 60 * 60 * 1000;

/** How old a message may be for its channel to take a reaction to it, in ms; null: it takes none. */
export const REACTS_WITHIN: Record<ChannelName, number | null> = {
  whatsapp: 30 * DAY,
  api: Number.POSITIVE_INFINITY,
};

/** Why our side can't react to a message. */
export type NoReaction = "channel" | "not_theirs" | "revoked" | "too_old";

/**
 * Pure. Null where we can. Notes are among agents; to the customer we may only react where they wrote, as channels
 * promise no more. `within` as in REACTS_WITHIN, `now` in ms.
 */
export function whyNoReaction(message: Message, within: number | null, now: number): NoReaction | null {
  if (message.revoked_at !== null) return "revoked";
  if (message.direction === "internal") return null;
  if (message.direction !== "inbound" || message.author.kind !== "customer") return "not_theirs";
  if (within === null) return "channel";
  const written = Date.parse(message.provider_timestamp ?? message.created_at);
  return now - written > within ? "too_old" : null;
}
