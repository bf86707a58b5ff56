export type ByteRange = { start: number; end: number };

/**
 * Pure. Takes a Range header and a file's size; returns the bytes asked for, null for the whole file (no header, or
 * one we needn't understand), or `unsatisfiable`. Only a single range: players ask for no more.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | null | "unsatisfiable" {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "");
  if (!found || (found[1] === "" && found[2] === "")) return null;
  const [first, last] = [found[1]!, found[2]!];
  if (first === "") return fromStart(Math.max(0, size - Number(last)), size - 1, size);
  return fromStart(Number(first), last === "" ? size - 1 : Math.min(Number(last), size - 1), size);
}

function fromStart(start: number, end: number, size: number): ByteRange | null | "unsatisfiable" {
  if (start >= size) return "unsatisfiable";
  return start > end ? null : { start, end };
}
