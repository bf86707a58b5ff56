import type { App } from "../app.ts";
import { withDraft } from "../state/drafts.ts";
import type { Draft } from "../state/state.ts";
import { saveDrafts } from "../storage/draft-storage.ts";

/** ms after the last key until a draft is on disk. */
const PAUSE = 300;

/** Keeps what stands in a composer: in the state at once, on disk a moment later. */
export function saveDraft(app: App, conversationId: string, draft: Draft): void {
  const { agent } = app.store.change((state) => withDraft(state, conversationId, draft));
  app.later("save drafts", PAUSE, () => saveDrafts(agent.id, app.store.state.peek().drafts));
}
