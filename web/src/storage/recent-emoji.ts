const KEY = "live-chat:recent-emoji";
const KEPT = 16;

/** The emoji used last, newest first. */
export function recentEmoji(): string[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}

export function rememberEmoji(emoji: string): void {
  const others = recentEmoji().filter((one) => one !== emoji);
  try {
    localStorage.setItem(KEY, JSON.stringify([emoji, ...others].slice(0, KEPT)));
  } catch {
    // Then nothing is remembered.
  }
}
