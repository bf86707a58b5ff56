import type { App } from "../app.ts";
import { withDraft } from "../state/drafts.ts";
import type { Draft } from "../state/state.ts";
import { saveDraftOf } from "../storage/draft-storage.ts";

/** Keeps what stands in a composer, in the state and on disk. */
export function saveDraft(app: App, conversationId: string, draft: Draft): void {
  const { agent, drafts } = app.store.change((state) => withDraft(state, conversationId, draft));
  saveDraftOf(agent.id, conversationId, drafts.get(conversationId));
}
