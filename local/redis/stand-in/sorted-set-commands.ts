import type { CommandContext, CommandTable } from "./command.ts";
import { parseDouble, toPairs } from "./parse-arguments.ts";
import { RedisError, type Reply, syntaxError } from "./reply.ts";
import { SortedSet } from "./sorted-set.ts";
import { parseScoreRange, zrange, zrangebyscore } from "./sorted-set-ranges.ts";

export const sortedSetCommands: CommandTable = {
  zadd: { arity: -4, run: zadd },
  zrem: {
    arity: -3,
    run: ({ db }, key: string, ...members) => removeMembers(db, key, () => members),
  },
  zcard: { arity: 2, run: ({ db }, key: string) => db.read(key, "zset")?.size ?? 0 },
  zscore: {
    arity: 3,
    run: ({ db }, key: string, member: string) => {
      const score = db.read(key, "zset")?.score(member);
      return score === undefined ? null : { double: score };
    },
  },
  zcount: {
    arity: 4,
    run: ({ db }, key: string, min: string, max: string) => {
      const inRange = parseScoreRange(min, max);
      return (db.read(key, "zset")?.ordered ?? []).filter(inRange).length;
    },
  },
  zrange: { arity: -4, run: zrange },
  zrangebyscore: { arity: -4, run: zrangebyscore },
  zremrangebyscore: {
    arity: 4,
    run: ({ db }, key: string, min: string, max: string) => {
      const inRange = parseScoreRange(min, max);
      return removeMembers(db, key, (zset) => zset.ordered.filter(inRange).map(({ member }) => member));
    },
  },
};

function removeMembers(db: CommandContext["db"], key: string, choose: (zset: SortedSet) => string[]): Reply {
  const zset = db.read(key, "zset");
  if (!zset) return 0;
  const removed = choose(zset).filter((member) => zset.delete(member)).length;
  if (removed > 0) db.changedInPlace(key);
  return removed;
}

function zadd({ db }: CommandContext, key: string, ...words: string[]): Reply {
  const { has, pairs } = parseZaddWords(words);
  const existing = db.read(key, "zset");
  if (!existing && has("XX")) return has("INCR") ? null : 0;
  const zset = existing ?? new SortedSet();
  let added = 0;
  let updated = 0;
  let result: number | undefined;
  for (const [given, member] of pairs) {
    const current = zset.score(member);
    const score = has("INCR") ? (current ?? 0) + given : given;
    if (Number.isNaN(score)) throw new RedisError("ERR resulting score is not a number (NaN)");
    if (!mayReplace(has, current, score)) continue;
    result = score;
    if (score === current) continue;
    zset.set(member, score);
    if (current === undefined) added += 1;
    else updated += 1;
  }
  if (!existing && zset.size > 0) db.write(key, { type: "zset", value: zset });
  else if (added + updated > 0) db.changed(key);
  if (has("INCR")) return result === undefined ? null : { double: result };
  return has("CH") ? added + updated : added;
}

function mayReplace(has: (flag: string) => boolean, current: number | undefined, score: number): boolean {
  if (current === undefined) return !has("XX");
  if (has("NX")) return false;
  return !(has("GT") && score <= current) && !(has("LT") && score >= current);
}

function parseZaddWords(words: string[]) {
  const flags = new Set<string>();
  let start = 0;
  while (/^(nx|xx|gt|lt|ch|incr)$/i.test(words[start] ?? "")) flags.add(words[start++]!.toUpperCase());
  const has = (flag: string) => flags.has(flag);
  const rest = words.slice(start);
  if (rest.length === 0 || rest.length % 2 !== 0) throw syntaxError();
  if (has("NX") && has("XX"))
    throw new RedisError("ERR XX and NX options at the same time are not compatible");
  if ([has("GT"), has("LT"), has("NX")].filter(Boolean).length > 1) {
    throw new RedisError("ERR GT, LT, and/or NX options at the same time are not compatible");
  }
  if (has("INCR") && rest.length > 2)
    throw new RedisError("ERR INCR option supports a single increment-element pair");
  const pairs = toPairs(rest).map(([score, member]) => [parseDouble(score), member] as const);
  return { has, pairs };
}
