/** Compiles a pattern of KEYS, SCAN or PSUBSCRIBE: `*`, `?`, `[a-z]`, `[^a]`, and `\` before a literal. */
export function compileGlob(pattern: string): RegExp {
  const parts = pattern.match(/\*+|\?|\[(?:\\.|[^\]\\])*\]?|\\.|[^*?[\\]+|\\$/gs) ?? [];
  return new RegExp(`^${parts.map(compilePart).join("")}$`, "s");
}

function compilePart(part: string): string {
  if (part.startsWith("*")) return ".*";
  if (part === "?") return ".";
  if (part.startsWith("[")) return compileClass(part);
  if (part.length === 2 && part.startsWith("\\")) return quote(part[1]!);
  return quote(part);
}

function compileClass(part: string): string {
  const inside = part.slice(1).replace(/\]$/, "");
  const negated = inside.startsWith("^");
  const chars = [...inside.slice(negated ? 1 : 0).matchAll(/\\?(.)(?:-\\?(.))?/gs)];
  // An empty class matches nothing, its negation anything.
  if (chars.length === 0) return negated ? "." : "(?!)";
  return `[${negated ? "^" : ""}${chars.map(([, from, to]) => compileRange(from!, to)).join("")}]`;
}

function compileRange(from: string, to: string | undefined): string {
  if (to === undefined) return quote(from);
  return from <= to ? `${quote(from)}-${quote(to)}` : `${quote(to)}-${quote(from)}`;
}

const quote = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
