import type { Agent } from "../auth/session.ts";

const KEY = "live-chat:agent";

/** Keeps who was signed in, so that a start waits for nobody and works without a network. */
export function rememberAgent(agent: Agent): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(agent));
  } catch {
    // Then a start without a network asks to sign in.
  }
}

export function rememberedAgent(): Agent | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

export function forgetAgent(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept either.
  }
}

/** Calls back when another tab forgets the agent: they signed out there. Returns the way to stop. */
export function watchForgotten(onForgotten: () => void): () => void {
  const hear = ({ key, newValue }: StorageEvent) => key === KEY && newValue === null && onForgotten();
  window.addEventListener("storage", hear);
  return () => window.removeEventListener("storage", hear);
}
