const CONVERSATIONS = "#/conversations/";
const SETTINGS = "#/settings";

/** The pages of the settings, in the order of their menu. */
export const SECTIONS = [
  "preferences",
  "canned-answers",
  "labels",
  "team",
  "workspace",
  "channels",
  "api-keys",
  "webhooks",
  "audit",
] as const;
export type Section = (typeof SECTIONS)[number];

export type Address = {
  conversationId: string | null;
  /** A message's place to go to. */
  seq: number | null;
  /** A page of the settings, or their menu; null: not in the settings. */
  settings: Section | "menu" | null;
};

/** What the address names. */
export function readAddress(hash = window.location.hash): Address {
  const nowhere: Address = { conversationId: null, seq: null, settings: null };
  if (hash.startsWith(SETTINGS)) {
    const named = hash.slice(SETTINGS.length + 1);
    return { ...nowhere, settings: SECTIONS.find((section) => section === named) ?? "menu" };
  }
  if (!hash.startsWith(CONVERSATIONS)) return nowhere;
  const [id = "", at = ""] = hash.slice(CONVERSATIONS.length).split("/");
  const seq = /^\d+$/.test(at) ? Number(at) : null;
  return { ...nowhere, conversationId: decode(id) || null, seq };
}

/** An address that somebody mistyped names nothing. */
function decode(id: string): string | null {
  try {
    return decodeURIComponent(id);
  } catch {
    return null;
  }
}

/** The address of a conversation, or of a message in it; null = of the list. */
export function addressOf(conversationId: string | null, seq: number | null = null): string {
  if (conversationId === null) return "#/";
  return CONVERSATIONS + encodeURIComponent(conversationId) + (seq === null ? "" : `/${seq}`);
}

/** The address of a page of the settings, or of their menu. */
export function addressOfSettings(section: Section | "menu" = "menu"): string {
  return section === "menu" ? SETTINGS : `${SETTINGS}/${section}`;
}
