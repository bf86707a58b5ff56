import type { App } from "../app.ts";
import { mergeConversations } from "../state/conversations.ts";

/**
 * Moves the read position up to `seq`, which the agent has before their eyes. Only the assignee does (anyone,
 * while there is none): others just look. A failure is quiet, because the next look tries again.
 */
export function markRead(app: App, conversationId: string, seq: number): Promise<void> {
  const { conversations, agent } = app.store.state.peek();
  const conversation = conversations.get(conversationId);
  if (!conversation || conversation.read_seq >= seq) return Promise.resolve();
  if (conversation.assignee && conversation.assignee.id !== agent.id) return Promise.resolve();
  return app.once(`read ${conversationId}`, async () => {
    try {
      const answer = await app.api.markRead(conversationId, seq);
      app.store.change((state) => mergeConversations(state, [answer.conversation]));
    } catch {
      // Unread stays unread; looking again repeats it.
    }
  });
}
