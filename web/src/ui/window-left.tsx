import type { Conversation } from "@live-chat/contract/conversation.ts";
import { words } from "../language/words.ts";
import { windowLeft } from "../state/window.ts";
import { duration } from "../text/times.ts";
import { thisMoment } from "./clock.ts";
import { Icon } from "./icon.tsx";
import "./window-left.css";

/** ms: from here on it is pressing. */
const SOON = 2 * 60 * 60_000;

/** How long texts can still be sent, where the channel sets a time. */
export function WindowLeft({ conversation }: { conversation: Conversation }) {
  const now = thisMoment();
  const left = windowLeft(conversation, now);
  if (left === null) return null;
  const { language, sending: w } = words.value;
  const time = left > 0 ? duration(new Date(now - left).toISOString(), now, language) : "";
  const about = left > 0 ? w.windowLeft(time) : w.windowOver;
  return (
    <span
      class={`window-left ${left === 0 ? "window-over" : left < SOON ? "window-soon" : ""}`}
      title={about}
      data-testid="window-left"
    >
      <Icon name="clock" small />
      <span aria-hidden="true">{time || w.windowOverShort}</span>
      <span class="unseen">{about}</span>
    </span>
  );
}
