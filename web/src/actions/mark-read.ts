import type { App } from "../app.ts";
import { mergeConversations } from "../state/conversations.ts";

/** By conversation, how far the agent has looked while a request is on its way. */
const seen = new Map<string, number>();

/**
 * Moves the read position up to `seq`, which the agent has before their eyes. Only the assignee does (anyone,
 * while there is none): others just look. What comes into view during a request goes with the next one.
 * A failure is quiet, because the next look tries again.
 */
export function markRead(app: App, conversationId: string, seq: number): Promise<void> {
  const { conversations, agent } = app.store.state.peek();
  const conversation = conversations.get(conversationId);
  if (!conversation || conversation.read_seq >= seq) return Promise.resolve();
  if (conversation.assignee && conversation.assignee.id !== agent.id) return Promise.resolve();
  seen.set(conversationId, Math.max(seq, seen.get(conversationId) ?? 0));
  return app.once(`read ${conversationId}`, async () => {
    try {
      for (let told = 0; told < seen.get(conversationId)!; ) {
        told = seen.get(conversationId)!;
        const answer = await app.api.markRead(conversationId, told);
        app.store.change((state) => mergeConversations(state, [answer.conversation]));
      }
    } catch {
      // Unread stays unread; looking again repeats it.
    } finally {
      seen.delete(conversationId);
    }
  });
}
