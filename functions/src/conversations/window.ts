import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { Message } from "@live-chat/contract/message.ts";
import { CAPABILITIES } from "../channels/channel.ts";
import { ProblemError } from "../problem.ts";

type Windowed = Pick<Conversation, "channel"> & { window_expires_at?: string | null };

/**
 * Pure. Until when the channel takes more than templates once `message` is in the conversation: the channel counts
 * from when the customer wrote it, also where it arrives days later.
 */
export function windowAfter(conversation: Windowed, message: Message): string | null {
  const { window } = CAPABILITIES[conversation.channel];
  const before = conversation.window_expires_at ?? null;
  if (window === null || message.direction !== "inbound" || message.author.kind !== "customer") return before;
  const { provider_timestamp, created_at } = message;
  const written = provider_timestamp && provider_timestamp < created_at ? provider_timestamp : created_at;
  const expires = new Date(Date.parse(written) + window).toISOString();
  return before !== null && before > expires ? before : expires;
}

/** A customer who never wrote takes templates only, where the channel has a window. */
export function windowAtFirst(channel: Conversation["channel"], now: string): string | null {
  return CAPABILITIES[channel].window === null ? null : now;
}

/** `now` in ms. */
export function isWindowClosed({ window_expires_at }: Omit<Windowed, "channel">, now: number): boolean {
  return typeof window_expires_at === "string" && Date.parse(window_expires_at) <= now;
}

/** Whether the channel takes this only while its window is open. */
export const needsWindow = ({ type }: { type: string }) => type !== "template" && type !== "note";

/** Throws `window_closed` with the time at which it closed. */
export function checkWindow(conversation: Windowed, message: { type: string }): void {
  if (!needsWindow(message) || !isWindowClosed(conversation, Date.now())) return;
  const { window_expires_at } = conversation;
  throw new ProblemError("window_closed", "the customer last wrote too long ago: send a template", {
    extensions: { window_expires_at },
  });
}
