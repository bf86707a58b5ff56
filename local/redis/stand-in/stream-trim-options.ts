import { parseBigInteger, parseInteger } from "./parse-arguments.ts";
import { RedisError } from "./reply.ts";
import type { Trim } from "./stream.ts";
import { parseStreamId } from "./stream-id.ts";

/** Without LIMIT, "~" deletes at most a hundred full nodes at a time. */
const defaultApproximateLimit = 10_000;

interface TrimWords {
  trim: Trim | undefined;
  noMkStream: boolean;
  /** The words after the options. */
  rest: string[];
}

/** Parses the options that XADD and XTRIM begin with: MAXLEN|MINID [=|~] threshold [LIMIT n], NOMKSTREAM. */
export function parseTrim(words: string[], { allowNoMkStream = false } = {}): TrimWords {
  let at = 0;
  let trim: Trim | undefined;
  let limit: number | undefined;
  let noMkStream = false;
  for (;;) {
    const word = words[at]?.toUpperCase();
    if ((word === "MAXLEN" || word === "MINID") && at + 1 < words.length) {
      if (trim)
        throw new RedisError(
          "ERR syntax error, MAXLEN and MINID options at the same time are not compatible",
        );
      const mark = /^[=~]$/.test(words[at + 1]!) && at + 2 < words.length ? words[at + 1] : undefined;
      at += mark ? 2 : 1;
      trim = { by: word, threshold: parseThreshold(word, words[at]!), approximate: mark === "~", limit: 0 };
    } else if (word === "LIMIT" && at + 1 < words.length) {
      at += 1;
      limit = parseLimit(words[at]!);
    } else if (word === "NOMKSTREAM" && allowNoMkStream) {
      noMkStream = true;
    } else {
      break;
    }
    at += 1;
  }
  if (limit !== undefined && !trim) {
    throw new RedisError("ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
  }
  if (limit !== undefined && !trim?.approximate) {
    throw new RedisError("ERR syntax error, LIMIT cannot be used without the special ~ option");
  }
  if (trim?.approximate) trim.limit = limit ?? defaultApproximateLimit;
  return { trim, noMkStream, rest: words.slice(at) };
}

function parseThreshold(by: "MAXLEN" | "MINID", text: string): bigint {
  if (by === "MINID") return parseStreamId(text, 0n);
  const threshold = parseBigInteger(text);
  if (threshold < 0n) throw new RedisError("ERR The MAXLEN argument must be >= 0.");
  return threshold;
}

function parseLimit(text: string): number {
  const limit = parseInteger(text);
  if (limit < 0) throw new RedisError("ERR The LIMIT argument must be >= 0.");
  return limit;
}
