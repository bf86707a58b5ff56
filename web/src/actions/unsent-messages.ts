import type { App } from "../app.ts";
import type { OutboxNews } from "../live/share-outbox.ts";
import { rememberFile } from "../media/local-files.ts";
import { type OutboxMessage, putInOutbox } from "../state/outbox.ts";
import { settle, toSettled, update } from "./keep-outbox.ts";
import { drainOutbox, type Written } from "./send-message.ts";
import { stopUpload } from "./upload-outgoing.ts";

/** ms without news of another tab's unsent message until this tab sends it. */
const TAKE_OVER = 5000;

/** Sends a failed message again, or one that waited for the agent's word; whatever was written meanwhile. */
export function resendMessage(app: App, message: OutboxMessage): Promise<void> {
  const again = { state: "waiting", problem: null, code: null, expected_seq: null } as const;
  update(app, message.client_message_id, again);
  return drainOutbox(app, message.conversation_id);
}

/** Takes an unsent message back, also while its file is being uploaded. */
export function discardMessage(app: App, message: OutboxMessage): Promise<void> {
  void settle(app, message.client_message_id, null);
  stopUpload(message.client_message_id);
  return drainOutbox(app, message.conversation_id);
}

/** The newest message of a conversation that can be written anew, or null: texts and notes not under way. */
export function newestUnsent(app: App, conversationId: string): OutboxMessage | null {
  const { outbox } = app.store.state.peek();
  const newest = outbox.findLast((message) => message.conversation_id === conversationId);
  const writable = newest && (newest.type === "text" || newest.type === "note");
  return writable && newest.state !== "sending" ? newest : null;
}

/** Takes the newest message back that is not under way, to write it anew. Returns what it said, or null. */
export function takeBackUnsent(app: App, conversationId: string): Written | null {
  const newest = newestUnsent(app, conversationId);
  if (!newest) return null;
  void discardMessage(app, newest);
  return { text: newest.text, type: newest.type, reply_to: newest.reply_to };
}

/** What another tab of this browser did with its outbox; what it leaves unsent, this one sends. */
export function hearOutboxNews(app: App, news: OutboxNews): void {
  if (news.kind === "saved") {
    const { conversation_id, client_message_id, file } = news.message;
    if (file) rememberFile(client_message_id, file.blob);
    app.store.change((state) => putInOutbox(state, news.message));
    app.later(`send ${conversation_id}`, TAKE_OVER, () => void drainOutbox(app, conversation_id));
  } else {
    // Whoever took it back did so for all tabs, also for the one that is uploading it.
    if (news.stored === null) stopUpload(news.id);
    app.store.change((state) => toSettled(state, news.id, news.stored));
  }
}
