import type { App } from "../app.ts";
import { mergeConversations } from "../state/conversations.ts";

/** Searches customers and messages; answers to an older search are dropped. */
export async function search(app: App, text: string): Promise<void> {
  const wanted = text.trim();
  app.store.change((state) => ({ ...state, search: wanted, searchFailure: null }));
  if (!wanted) return;
  try {
    const found = await app.api.search(wanted);
    if (app.store.state.peek().search !== wanted) return;
    const known = [...found.conversations, ...found.messages.map((hit) => hit.conversation)];
    app.store.change((state) => ({
      ...mergeConversations(state, known),
      searchHits: { search: wanted, hits: found.messages },
    }));
  } catch (error) {
    app.store.change((state) =>
      state.search === wanted ? { ...state, searchFailure: error as Error } : state,
    );
  }
}
