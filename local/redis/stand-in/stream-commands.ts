import type { CommandContext, CommandTable } from "./command.ts";
import { parseInteger } from "./parse-arguments.ts";
import { toEntryReply, xread } from "./read-streams.ts";
import { nullArray, RedisError, type Reply, syntaxError, wrongArity } from "./reply.ts";
import { Stream } from "./stream.ts";
import {
  chooseStreamId,
  formatStreamId,
  parseNewStreamId,
  parseRangeEnd,
  parseStreamId,
} from "./stream-id.ts";
import { parseTrim } from "./stream-trim-options.ts";

export const streamCommands: CommandTable = {
  xadd: { arity: -5, run: xadd },
  xlen: { arity: 2, run: ({ db }, key: string) => db.read(key, "stream")?.length ?? 0 },
  xrange: {
    arity: -4,
    run: (context, key: string, start: string, end: string, ...words) =>
      range(context, key, start, end, words, false),
  },
  xrevrange: {
    arity: -4,
    run: (context, key: string, end: string, start: string, ...words) =>
      range(context, key, start, end, words, true),
  },
  xtrim: { arity: -4, run: xtrim },
  xdel: { arity: -3, run: xdel },
  "xinfo|stream": { arity: 3, run: xinfoStream },
  xread: { arity: -4, run: xread },
};

function xadd({ db, server }: CommandContext, key: string, ...words: string[]): Reply {
  const { trim, noMkStream, rest } = parseTrim(words, { allowNoMkStream: true });
  const [idText, ...fields] = rest;
  const wantedId = parseNewStreamId(idText ?? "");
  if (fields.length < 2 || fields.length % 2 !== 0) throw wrongArity("xadd");
  if (wantedId === 0n) throw new RedisError("ERR The ID specified in XADD must be greater than 0-0");
  const existing = db.read(key, "stream");
  if (!existing && noMkStream) return null;
  const stream = existing ?? new Stream();
  const id = chooseStreamId(wantedId, stream.lastId, server.now);
  stream.append({ id, fields });
  if (trim) stream.trim(trim);
  if (existing) db.changed(key);
  else db.write(key, { type: "stream", value: stream });
  return formatStreamId(id);
}

function range(
  { db }: CommandContext,
  key: string,
  start: string,
  end: string,
  words: string[],
  reverse: boolean,
): Reply {
  const from = parseRangeEnd(start, "start");
  const to = parseRangeEnd(end, "end");
  const count = parseCount(words);
  const stream = db.read(key, "stream");
  if (!stream) return [];
  if (count === 0) return nullArray;
  return stream.range(from, to, { count, reverse }).map(toEntryReply);
}

function parseCount(words: string[]): number | undefined {
  if (words.length === 0) return undefined;
  if (words.length !== 2 || words[0]!.toUpperCase() !== "COUNT") throw syntaxError();
  return Math.max(0, parseInteger(words[1]!));
}

function xtrim({ db }: CommandContext, key: string, ...words: string[]): Reply {
  const { trim, rest } = parseTrim(words);
  if (!trim || rest.length > 0) throw syntaxError();
  const removed = db.read(key, "stream")?.trim(trim) ?? 0;
  if (removed > 0) db.changed(key);
  return removed;
}

function xdel({ db }: CommandContext, key: string, ...idTexts: string[]): Reply {
  const stream = db.read(key, "stream");
  if (!stream) return 0;
  const ids = idTexts.map((text) => parseStreamId(text, 0n));
  const removed = ids.filter((id) => stream.delete(id)).length;
  if (removed > 0) db.changed(key);
  return removed;
}

function xinfoStream({ db }: CommandContext, key: string): Reply {
  const stream = db.read(key, "stream");
  if (!stream) throw new RedisError("ERR no such key");
  return {
    map: [
      ["length", stream.length],
      ["radix-tree-keys", stream.nodeCount],
      ["radix-tree-nodes", stream.nodeCount + 1],
      ["last-generated-id", formatStreamId(stream.lastId)],
      ["max-deleted-entry-id", formatStreamId(stream.maxDeletedId)],
      ["entries-added", stream.entriesAdded],
      ["recorded-first-entry-id", formatStreamId(stream.first?.id ?? 0n)],
      ["groups", 0],
      ["first-entry", stream.first ? toEntryReply(stream.first) : null],
      ["last-entry", stream.last ? toEntryReply(stream.last) : null],
    ],
  };
}
