import type { App } from "../app.ts";
import { mergeConversations } from "../state/conversations.ts";

/** How many conversations carry a label. Throws what the server says. */
export async function countLabelled(app: App, label: string): Promise<number> {
  const { total } = await app.api.listConversations({ label, limit: 1 });
  return total;
}

/**
 * Gives every conversation that carries a label another one in its place, or none (null). Tells after each how many
 * are done. Throws what the server says; what was done until then stays, and asking again goes on.
 */
export async function relabel(
  app: App,
  from: string,
  to: string | null,
  onDone: (count: number) => void,
): Promise<void> {
  const done = new Set<string>();
  for (;;) {
    const { conversations } = await app.api.listConversations({ label: from, limit: 100 });
    const left = conversations.filter((one) => !done.has(one.conversation_id));
    if (left.length === 0) return;
    for (const { conversation_id, labels } of left) {
      const changed = labels.flatMap((label) => (label === from ? (to ?? []) : label));
      const body = { labels: [...new Set(changed)] };
      const { conversation } = await app.api.updateConversation(conversation_id, body);
      app.store.change((state) => mergeConversations(state, [conversation]));
      onDone(done.add(conversation_id).size);
    }
  }
}
