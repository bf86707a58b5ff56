import type { ChatEvent } from "@live-chat/contract/event.ts";
import type { App } from "../app.ts";
import { words } from "../language/words.ts";
import { previewOf } from "../text/preview.ts";
import { customerName } from "../ui/customer-name.ts";
import { addressOf } from "../ui/route.ts";
import { lookingAt } from "./looking-at.ts";
import { noticeChoice } from "./notice-choice.ts";
import { playInOneTab } from "./play-sound.ts";
import { isOld, type NewMessage, shouldNotify } from "./should-notify.ts";
import { closeNotice, showNotice } from "./show-notice.ts";

/**
 * Announces new messages on the desktop as the stream brings them, one notification per conversation, until they
 * are read, on whatever device. Every tab listens; only the leading one shows, and only one makes a sound.
 */
export function createAnnouncer(app: App): (event: ChatEvent, leading: boolean) => void {
  const { agent } = app.store.state.peek();
  let connectedAt = 0;
  return (event, leading) => {
    if (event.event === "connected") connectedAt = Date.parse(event.data.connected_at);
    if (event.event === "conversation_updated" && leading && event.data.conversation.unread_count === 0)
      void closeNotice(event.data.conversation_id);
    if (event.event !== "new_message" || noticeChoice.value === "off") return;
    if (isOld(event.data.message, connectedAt)) return;
    if (!shouldNotify(event.data, agent.id, lookingAt(agent.id))) return;
    if (leading) void showNotice(toNotice(event.data));
    if (noticeChoice.value === "sound") playInOneTab(agent.id);
  };
}

function toNotice({ conversation, message }: NewMessage) {
  const w = words.value;
  return {
    title: w.newMessageFrom(customerName(conversation, w), conversation.unread_count),
    body: previewOf(message, w).text,
    tag: conversation.conversation_id,
    address: addressOf(conversation.conversation_id),
  };
}
