import type { Conversation } from "@live-chat/contract/conversation.ts";

type Windowed = Pick<Conversation, "window_expires_at">;

/** ms until the channel takes nothing but templates any more; null where it always takes texts. */
export function windowLeft({ window_expires_at }: Windowed, now: number): number | null {
  return window_expires_at ? Math.max(0, Date.parse(window_expires_at) - now) : null;
}

/** Some channels take free texts only for a while after the customer's last message. */
export function isWindowClosed(conversation: Windowed, now: number): boolean {
  return windowLeft(conversation, now) === 0;
}
