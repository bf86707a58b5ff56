/** ms a note holds unless it is written again: a tab that crashed can't take its own back. */
export const NOTE_LIFE = 60_000;

type Note = { tab: string; conversationId: string; at: number };

const keyOf = (agentId: string) => `live-chat:${agentId}:looking-at`;

/**
 * Notes which conversation is before the agent's eyes, where all tabs of the browser can see it; null when this
 * tab stops being looked at, which leaves another tab's note alone.
 */
export function noteLookingAt(agentId: string, tab: string, conversationId: string | null): void {
  try {
    if (conversationId)
      localStorage.setItem(
        keyOf(agentId),
        JSON.stringify({ tab, conversationId, at: Date.now() } satisfies Note),
      );
    else if (read(agentId)?.tab === tab) localStorage.removeItem(keyOf(agentId));
  } catch {
    // Without storage each tab only knows about itself.
  }
}

export function lookingAt(agentId: string): string | null {
  const note = read(agentId);
  return note && Date.now() - note.at < NOTE_LIFE ? note.conversationId : null;
}

function read(agentId: string): Note | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(agentId)) ?? "null");
  } catch {
    return null;
  }
}
