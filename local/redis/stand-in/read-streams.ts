import type { CommandContext } from "./command.ts";
import { parseInteger } from "./parse-arguments.ts";
import { nullArray, RedisError, type Reply, syntaxError } from "./reply.ts";
import type { StreamEntry } from "./stream.ts";
import { formatStreamId, maxStreamId, parseStreamId } from "./stream-id.ts";

export const toEntryReply = ({ id, fields }: StreamEntry): Reply => [formatStreamId(id), fields];

/** XREAD [COUNT n] STREAMS key … id …: each stream's entries after its id; null if there are none at all. */
export function xread({ db, session }: CommandContext, ...words: string[]): Reply {
  const { count, keys, ids } = parseXreadWords(words);
  // All ids are checked before anything is read.
  const cursors = keys.map((key, index) => {
    const stream = db.read(key, "stream");
    const text = ids[index]!;
    return { key, stream, after: text === "$" ? (stream?.lastId ?? 0n) : parseStreamId(text, 0n) };
  });
  const found = cursors.flatMap(({ key, stream, after }) => {
    const entries = after === maxStreamId ? [] : (stream?.range(after + 1n, maxStreamId, { count }) ?? []);
    return entries.length > 0 ? [[key, entries.map(toEntryReply)] as const] : [];
  });
  if (found.length === 0) return nullArray;
  return session.protocol === 3 ? { map: found } : found;
}

function parseXreadWords(words: string[]) {
  let count: number | undefined;
  for (let index = 0; index < words.length; index += 2) {
    const word = words[index]!.toUpperCase();
    if (word === "STREAMS") return { count, ...splitKeysAndIds(words.slice(index + 1)) };
    if (word === "BLOCK") throw new RedisError("ERR the Redis stand-in doesn't know XREAD BLOCK");
    if (word !== "COUNT" || index + 1 >= words.length) throw syntaxError();
    const given = parseInteger(words[index + 1]!);
    count = given > 0 ? given : undefined;
  }
  throw syntaxError();
}

function splitKeysAndIds(words: string[]) {
  if (words.length === 0 || words.length % 2 !== 0) {
    throw new RedisError(
      "ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.",
    );
  }
  const half = words.length / 2;
  const ids = words.slice(half);
  if (ids.includes(">")) {
    throw new RedisError(
      "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.",
    );
  }
  return { keys: words.slice(0, half), ids };
}
