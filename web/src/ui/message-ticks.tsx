import type { MessageStatus } from "@live-chat/contract/message.ts";
import { words } from "../language/words.ts";
import { Icon, type IconName } from "./icon.tsx";
import "./message-ticks.css";

const ICONS: Record<MessageStatus, IconName | null> = {
  received: null,
  queued: "clock",
  sent: "tick-one",
  delivered: "tick-two",
  read: "tick-two",
  failed: "alert",
  unconfirmed: "question",
};

/** How far a message of ours got. */
export function MessageTicks({ status }: { status: MessageStatus }) {
  const icon = ICONS[status];
  if (!icon) return null;
  const label = words.value.ticks[status];
  return (
    <span class={`ticks ticks-${status}`} role="img" aria-label={label} title={label}>
      <Icon name={icon} small />
    </span>
  );
}
