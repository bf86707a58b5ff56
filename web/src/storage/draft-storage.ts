import type { Draft } from "../state/state.ts";

/** One entry for each conversation, so that tabs that write in different ones don't undo each other's. */
const keyOf = (agentId: string, conversationId: string) => `live-chat:${agentId}:drafts:${conversationId}`;

/** The drafts that this agent left; none where storage is forbidden or broken. */
export function loadDrafts(agentId: string): Map<string, Draft> {
  const drafts = new Map<string, Draft>();
  const start = keyOf(agentId, "");
  try {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(start)))
      drafts.set(key.slice(start.length), JSON.parse(localStorage.getItem(key)!) as Draft);
  } catch {
    // What could be read is shown.
  }
  return drafts;
}

/** Keeps a draft at once: a reload right after the last key loses nothing. None: forgets it. */
export function saveDraftOf(agentId: string, conversationId: string, draft: Draft | undefined): void {
  try {
    const key = keyOf(agentId, conversationId);
    if (draft) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
  } catch {
    // Full or forbidden: the draft lasts as long as the tab.
  }
}
