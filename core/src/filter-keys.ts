/** Longest prefix that can be searched for, in characters. */
const MAX_PREFIX = 20;
/** Words of a name that are searched by their beginning. */
const MAX_WORDS = 6;

/** What a conversation with something unread can be found by. */
export const UNREAD_KEY = "unread";

/**
 * What a conversation can be found by, for one `array-contains` index: `unread`, `label:…`, and `q:…` with each
 * prefix of the name, of its words, and of the phone number with and without its plus.
 */
export function filterKeys(conversation: {
  name: string | null;
  phone: string | null;
  labels: string[];
  unread_count: number;
}): string[] {
  const name = fold(conversation.name ?? "");
  const digits = (conversation.phone ?? "").replace(/[^\d]/g, "");
  const starts = [name, ...name.split(" ").slice(0, MAX_WORDS), digits, digits && `+${digits}`];
  const prefixes = new Set(starts.flatMap(prefixesOf));
  const unread = conversation.unread_count > 0 ? [UNREAD_KEY] : [];
  return [...unread, ...conversation.labels.map(labelKey), ...[...prefixes].map((prefix) => `q:${prefix}`)];
}

export const labelKey = (label: string) => `label:${label}`;

/** The key that matches what somebody typed; longer input matches by its first characters. */
export function searchKey(typed: string): string {
  const folded = fold(typed);
  const phone = /^\+?[\d\s()./-]+$/.test(folded) ? folded.replace(/[^\d+]/g, "") : folded;
  return `q:${[...phone].slice(0, MAX_PREFIX).join("")}`;
}

/** Lower case, without accents, single spaces: `  José  ` and `jose` are the same. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();
}

function prefixesOf(text: string): string[] {
  const characters = [...text].slice(0, MAX_PREFIX);
  return characters.map((_, index) => characters.slice(0, index + 1).join(""));
}
