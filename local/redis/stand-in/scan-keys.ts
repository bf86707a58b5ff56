import type { CommandContext } from "./command.ts";
import { compileGlob } from "./glob-pattern.ts";
import { parseInteger } from "./parse-arguments.ts";
import { RedisError, type Reply, syntaxError } from "./reply.ts";

/**
 * SCAN: walks over the keys in the order of their hashes, so that the cursor (the hash to go on from) stays
 * good while keys come and go. As in Redis, a page may hold a few more keys than COUNT, or none that match.
 */
export function scan({ db }: CommandContext, cursorText: string, ...words: string[]): Reply {
  if (!/^\d{1,20}$/.test(cursorText)) throw new RedisError("ERR invalid cursor");
  const cursor = Number(cursorText);
  const { matcher, count, type } = parseScanOptions(words);
  const hashed = db
    .keys()
    .map((key) => ({ key, hash: hashKey(key) }))
    .filter(({ hash }) => hash >= cursor)
    .sort((a, b) => a.hash - b.hash);
  // Keys with the same hash must stay on one page.
  let end = Math.min(count, hashed.length);
  while (end < hashed.length && hashed[end]!.hash === hashed[end - 1]!.hash) end += 1;
  const page = hashed.slice(0, end).map(({ key }) => key);
  const matching = page.filter((key) => matcher.test(key) && (!type || db.find(key)?.type === type));
  return [String(hashed[end]?.hash ?? 0), matching];
}

function parseScanOptions(words: string[]) {
  const options = { matcher: /^/, count: 10, type: "" };
  for (let index = 0; index < words.length; index += 2) {
    const value = words[index + 1];
    if (value === undefined) throw syntaxError();
    const name = words[index]!.toUpperCase();
    if (name === "MATCH") options.matcher = compileGlob(value);
    else if (name === "COUNT") options.count = parseInteger(value);
    else if (name === "TYPE") options.type = value.toLowerCase();
    else throw syntaxError();
  }
  if (options.count < 1) throw syntaxError();
  return options;
}

/** FNV-1a, from 1 to 2^32: 0 is the cursor that begins and ends a scan. */
function hashKey(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) + 1;
}
