/** Strings and comments, in which anything may stand, and what Lua 5.1, the Lua of Redis, can't read. */
const tokens =
  /--\[(=*)\[.*?\]\1\]|--[^\n]*|\[(=*)\[.*?\]\2\]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<newer>\/\/|<<|>>|[&|]|~(?!=)|::|<(?:const|close)>|\bgoto\b)/gs;

/**
 * Finds what our Lua 5.4 understands and Redis's Lua 5.1 doesn't, so that a script which runs here runs there.
 * Returns the word and its line, or undefined.
 */
export function findNewerSyntax(source: string): { word: string; line: number } | undefined {
  for (const match of source.matchAll(tokens)) {
    const word = match.groups?.newer;
    if (word) return { word, line: source.slice(0, match.index).split("\n").length };
  }
  return undefined;
}
