const graphemes = new Intl.Segmenter();

/** Up to two letters that stand for a name; null where there is no letter (a phone number, an emoji). */
export function initials(name: string | null): string | null {
  const words = (name ?? "").split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const [first] = words;
  if (!first) return null;
  const last = words.length > 1 ? words.at(-1)! : "";
  return (firstGrapheme(first) + firstGrapheme(last)).toUpperCase();
}

/** One of `count` colours, always the same for the same id. */
export function colourOf(id: string, count: number): number {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) | 0;
  return Math.abs(hash) % count;
}

function firstGrapheme(text: string): string {
  for (const { segment } of graphemes.segment(text)) return segment;
  return "";
}
