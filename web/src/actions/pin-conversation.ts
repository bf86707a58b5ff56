import type { App } from "../app.ts";
import { notify } from "./notify.ts";

/** Fetches what is remembered for this agent on every device. Quiet when it fails: nothing is pinned then. */
export async function loadMe(app: App): Promise<void> {
  try {
    const { me } = await app.api.getMe();
    app.store.change((state) => ({ ...state, pinned: me.pinned }));
  } catch {
    // The dashboard works without it.
  }
}

/** Pins a conversation to the top of the list, or unpins it: at once, and back again if the server refuses. */
export async function togglePin(app: App, conversationId: string): Promise<void> {
  const before = app.store.state.peek().pinned;
  const pinned = before.includes(conversationId)
    ? before.filter((id) => id !== conversationId)
    : [...before, conversationId];
  app.store.change((state) => ({ ...state, pinned }));
  try {
    const { me } = await app.api.updateMe({ pinned });
    app.store.change((state) => ({ ...state, pinned: me.pinned }));
  } catch (error) {
    app.store.change((state) => ({ ...state, pinned: before }));
    notify(app, error as Error, () => void togglePin(app, conversationId));
  }
}
