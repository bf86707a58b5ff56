const PREFIX = "#/conversations/";

export type Address = {
  conversationId: string | null /** A message's place to go to. */;
  seq: number | null;
};

/** What the address names. */
export function readAddress(hash = window.location.hash): Address {
  if (!hash.startsWith(PREFIX)) return { conversationId: null, seq: null };
  const [id = "", at = ""] = hash.slice(PREFIX.length).split("/");
  return { conversationId: decodeURIComponent(id) || null, seq: /^\d+$/.test(at) ? Number(at) : null };
}

/** The address of a conversation, or of a message in it; null = of the list. */
export function addressOf(conversationId: string | null, seq: number | null = null): string {
  if (conversationId === null) return "#/";
  return PREFIX + encodeURIComponent(conversationId) + (seq === null ? "" : `/${seq}`);
}
