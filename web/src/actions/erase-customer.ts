import type { App } from "../app.ts";
import { removeConversation } from "../state/conversations.ts";
import { saveDraftOf } from "../storage/draft-storage.ts";

/** Erases a customer with everything they and we wrote, for good. Throws what the server says. */
export async function eraseCustomer(app: App, conversationId: string): Promise<void> {
  await app.api.eraseConversation(conversationId);
  forgetConversation(app, conversationId);
}

/** Forgets an erased conversation: on the screen, and in what this browser keeps. */
export function forgetConversation(app: App, id: string): void {
  const { outbox } = app.store.state.peek();
  const unsent = outbox.filter((message) => message.conversation_id === id);
  const { agent } = app.store.change((state) => removeConversation(state, id));
  saveDraftOf(agent.id, id, undefined);
  for (const message of unsent) void app.outboxStorage.remove(message.client_message_id).catch(() => {});
}
