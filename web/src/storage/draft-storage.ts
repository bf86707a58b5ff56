import type { Draft } from "../state/state.ts";

const keyOf = (agentId: string) => `live-chat:${agentId}:drafts`;

/** The drafts that this agent left; none where storage is forbidden or broken. */
export function loadDrafts(agentId: string): Map<string, Draft> {
  try {
    const stored = JSON.parse(localStorage.getItem(keyOf(agentId)) ?? "[]") as [string, Draft][];
    return new Map(stored);
  } catch {
    return new Map();
  }
}

export function saveDrafts(agentId: string, drafts: ReadonlyMap<string, Draft>): void {
  try {
    if (drafts.size === 0) localStorage.removeItem(keyOf(agentId));
    else localStorage.setItem(keyOf(agentId), JSON.stringify([...drafts]));
  } catch {
    // Full or forbidden: the draft lasts as long as the tab.
  }
}

export function wipeDrafts(agentId: string): void {
  saveDrafts(agentId, new Map());
}
