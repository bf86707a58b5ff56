import type { Agent } from "../auth/session.ts";

const KEY = "live-chat:agent";

/** Keeps who was signed in, so that a start without a network knows them. */
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
