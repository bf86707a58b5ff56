import type { App } from "../app.ts";
import { applyPresence, forgetAbsent } from "../state/together.ts";

/** Tells colleagues which conversation is on this agent's screen, and learns where they are. */
export async function tellPresence(app: App): Promise<void> {
  const { openId } = app.store.state.peek();
  try {
    const { present } = await app.api.tellPresence(openId);
    const now = Date.now();
    app.store.change((state) =>
      present.reduce((changed, presence) => applyPresence(changed, presence, now), forgetAbsent(state, now)),
    );
  } catch {
    // It is said again soon.
  }
}

/** ms: "is typing" is said again at most this often. */
const TYPING_PAUSE = 3000;
let saidAt = 0;

/** Tells colleagues that this agent is typing, or has stopped. */
export function tellTyping(app: App, conversationId: string, typing: boolean): void {
  const now = Date.now();
  if (typing ? now - saidAt < TYPING_PAUSE : saidAt === 0) return;
  saidAt = typing ? now : 0;
  app.api.tellTyping(conversationId, typing).catch(() => {});
}
