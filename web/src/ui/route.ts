const PREFIX = "#/conversations/";

/** The conversation that the address names, or null. */
export function conversationInAddress(): string | null {
  const { hash } = window.location;
  return hash.startsWith(PREFIX) ? decodeURIComponent(hash.slice(PREFIX.length)) || null : null;
}

/** The address of a conversation; null = of the list. */
export function addressOf(conversationId: string | null): string {
  return conversationId === null ? "#/" : PREFIX + encodeURIComponent(conversationId);
}
