import type { CommandContext } from "./command.ts";
import { parseDouble, parseInteger } from "./parse-arguments.ts";
import { RedisError, type Reply, syntaxError } from "./reply.ts";
import type { Scored } from "./sorted-set.ts";

type Test = (scored: Scored) => boolean;

/** Parses "1", "(1", "-inf" … into a test for scores between the two. */
export function parseScoreRange(min: string, max: string): Test {
  const error = () => new RedisError("ERR min or max is not a float");
  const [low, high] = [min, max].map((text) => parseDouble(text.replace(/^\(/, ""), error)) as [
    number,
    number,
  ];
  const [openLow, openHigh] = [min.startsWith("("), max.startsWith("(")];
  return ({ score }) => (openLow ? score > low : score >= low) && (openHigh ? score < high : score <= high);
}

/** Parses "[a", "(a", "-" and "+" into a test for members between the two. */
function parseLexRange(min: string, max: string): Test {
  if (![min, max].every((text) => /^(\+$|-$|\[|\()/.test(text))) {
    throw new RedisError("ERR min or max not valid string range item");
  }
  const isAfterMin: Test = ({ member }) => {
    if (min === "-" || min === "+") return min === "-";
    return min.startsWith("(") ? member > min.slice(1) : member >= min.slice(1);
  };
  const isBeforeMax: Test = ({ member }) => {
    if (max === "-" || max === "+") return max === "+";
    return max.startsWith("(") ? member < max.slice(1) : member <= max.slice(1);
  };
  return (scored) => isAfterMin(scored) && isBeforeMax(scored);
}

interface RangeOptions {
  by: "index" | "score" | "lex";
  reverse: boolean;
  withScores: boolean;
  limit?: { offset: number; count: number };
}

export function zrange(
  context: CommandContext,
  key: string,
  start: string,
  stop: string,
  ...words: string[]
): Reply {
  const options: RangeOptions = { by: "index", reverse: false, withScores: false };
  const rest = parseCommonWords(options, words);
  for (const word of rest) {
    if (word === "REV") options.reverse = true;
    else if (word === "BYSCORE") options.by = "score";
    else if (word === "BYLEX") options.by = "lex";
    else throw syntaxError();
  }
  if (options.limit && options.by === "index") {
    throw new RedisError(
      "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX",
    );
  }
  if (options.withScores && options.by === "lex") {
    throw new RedisError("ERR syntax error, WITHSCORES not supported in combination with BYLEX");
  }
  return rangeReply(context, key, start, stop, options);
}

export function zrangebyscore(
  context: CommandContext,
  key: string,
  min: string,
  max: string,
  ...words: string[]
): Reply {
  const options: RangeOptions = { by: "score", reverse: false, withScores: false };
  if (parseCommonWords(options, words).length > 0) throw syntaxError();
  return rangeReply(context, key, min, max, options);
}

/** Takes WITHSCORES and LIMIT out of the words; returns the others in upper case. */
function parseCommonWords(options: RangeOptions, words: string[]): string[] {
  const others: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!.toUpperCase();
    if (word === "WITHSCORES") {
      options.withScores = true;
    } else if (word === "LIMIT" && index + 2 < words.length) {
      options.limit = { offset: parseInteger(words[index + 1]!), count: parseInteger(words[index + 2]!) };
      index += 2;
    } else {
      others.push(word);
    }
  }
  return others;
}

function rangeReply(
  { db, session }: CommandContext,
  key: string,
  start: string,
  stop: string,
  options: RangeOptions,
): Reply {
  const select = parseSelection(start, stop, options);
  const all = db.read(key, "zset")?.ordered ?? [];
  const found = applyLimit(select(options.reverse ? all.toReversed() : all), options.limit);
  if (!options.withScores) return found.map(({ member }) => member);
  const pairs = found.map(({ member, score }) => [member, { double: score }] as const);
  return session.protocol === 3 ? pairs : pairs.flat();
}

function parseSelection(start: string, stop: string, { by, reverse }: RangeOptions) {
  if (by === "index") {
    const [from, to] = [parseInteger(start), parseInteger(stop)];
    return (all: readonly Scored[]) => all.slice(from, to === -1 ? undefined : to + 1);
  }
  // In reverse the greater end comes first.
  const [min, max] = reverse ? [stop, start] : [start, stop];
  const test = by === "score" ? parseScoreRange(min, max) : parseLexRange(min, max);
  return (all: readonly Scored[]) => all.filter(test);
}

function applyLimit(found: readonly Scored[], limit: RangeOptions["limit"]): readonly Scored[] {
  if (!limit) return found;
  if (limit.offset < 0) return [];
  return found.slice(limit.offset, limit.count < 0 ? undefined : limit.offset + limit.count);
}
