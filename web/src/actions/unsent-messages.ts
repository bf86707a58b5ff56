import type { App } from "../app.ts";
import type { OutboxNews } from "../live/share-outbox.ts";
import { type OutboxMessage, putInOutbox } from "../state/outbox.ts";
import { settle, toSettled, update } from "./keep-outbox.ts";
import { drainOutbox, type Written } from "./send-message.ts";

/** ms without news of another tab's unsent message until this tab sends it. */
const TAKE_OVER = 5000;

/** Sends a failed message again, or one that waited for the agent's word; whatever was written meanwhile. */
export function resendMessage(app: App, message: OutboxMessage): Promise<void> {
  update(app, message.client_message_id, { state: "waiting", problem: null, expected_seq: null });
  return drainOutbox(app, message.conversation_id);
}

/** Takes an unsent message back. */
export function discardMessage(app: App, message: OutboxMessage): Promise<void> {
  void settle(app, message.client_message_id, null);
  return drainOutbox(app, message.conversation_id);
}

/** Takes the newest message back that is not under way, to write it anew. Returns what it said, or null. */
export function takeBackUnsent(app: App, conversationId: string): Written | null {
  const { outbox } = app.store.state.peek();
  const newest = outbox.findLast((message) => message.conversation_id === conversationId);
  if (!newest || newest.state === "sending") return null;
  void discardMessage(app, newest);
  return { text: newest.text, type: newest.type, reply_to: newest.reply_to };
}

/** What another tab of this browser did with its outbox; what it leaves unsent, this one sends. */
export function hearOutboxNews(app: App, news: OutboxNews): void {
  if (news.kind === "saved") {
    app.store.change((state) => putInOutbox(state, news.message));
    const { conversation_id } = news.message;
    app.later(`send ${conversation_id}`, TAKE_OVER, () => void drainOutbox(app, conversation_id));
  } else app.store.change((state) => toSettled(state, news.id, news.stored));
}
