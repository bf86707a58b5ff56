import type { App } from "../app.ts";
import { mergeConversations } from "../state/conversations.ts";
import { notify } from "./notify.ts";

/** Makes the customer's newest message unread again, and leaves the conversation so that it stays so. */
export async function markUnread(app: App, conversationId: string): Promise<void> {
  const state = app.store.state.peek();
  const newest = state.threads
    .get(conversationId)
    ?.messages.findLast((message) => message.direction === "inbound")?.seq;
  const seq = newest ?? state.conversations.get(conversationId)?.last_seq;
  if (!seq) return;
  try {
    const { conversation } = await app.api.markUnread(conversationId, seq);
    app.store.change((current) => mergeConversations(current, [conversation]));
  } catch (error) {
    notify(app, error as Error, () => void markUnread(app, conversationId));
  }
}
