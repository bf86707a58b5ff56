import type { ChatEvent } from "@live-chat/contract/event.ts";
import type { App } from "../app.ts";
import { words } from "../language/words.ts";
import { previewOf } from "../text/preview.ts";
import { customerName } from "../ui/customer-name.ts";
import { addressOf } from "../ui/route.ts";
import { lookingAt } from "./looking-at.ts";
import { noticeChoice } from "./notice-choice.ts";
import { playSound } from "./play-sound.ts";
import { shouldNotify } from "./should-notify.ts";

/** Announces a new message on the desktop, one notification per conversation; a click opens it. */
export function announceMessage(app: App, event: ChatEvent): void {
  if (event.event !== "new_message" || noticeChoice.value === "off") return;
  const { agent } = app.store.state.peek();
  const { conversation, message } = event.data;
  if (!shouldNotify(event.data, agent.id, lookingAt(agent.id))) return;
  if (noticeChoice.value === "sound") playSound();
  const w = words.value;
  const title = w.newMessageFrom(customerName(conversation, w), conversation.unread_count);
  showNotification(title, previewOf(message, w).text, conversation.conversation_id);
}

function showNotification(title: string, body: string, conversationId: string): void {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  try {
    const notification = new Notification(title, {
      body,
      tag: conversationId,
      icon: "/icon.svg",
      silent: true,
    });
    notification.onclick = () => {
      window.focus();
      window.location.hash = addressOf(conversationId);
      notification.close();
    };
  } catch {
    // Some phones have notifications only for installed apps.
  }
}
