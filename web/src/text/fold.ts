/** Lower case, without accents, single spaces: what is compared when something is looked for. */
export function fold(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}+/gu, "");
  return plain.toLowerCase().replace(/\s+/g, " ").trim();
}
