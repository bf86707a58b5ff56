import type { CommandContext, CommandTable } from "./command.ts";
import { fitsInt64, parseBigInteger, toPairs } from "./parse-arguments.ts";
import { RedisError, type Reply, wrongArity } from "./reply.ts";

export const hashCommands: CommandTable = {
  hset: { arity: -4, run: hset },
  hget: { arity: 3, run: ({ db }, key: string, field: string) => db.read(key, "hash")?.get(field) ?? null },
  hgetall: { arity: 2, run: ({ db }, key: string) => ({ map: [...(db.read(key, "hash") ?? [])] }) },
  hmget: {
    arity: -3,
    run: ({ db }, key: string, ...fields) => {
      const hash = db.read(key, "hash");
      return fields.map((field) => hash?.get(field) ?? null);
    },
  },
  hdel: { arity: -3, run: hdel },
  hincrby: { arity: 4, run: hincrby },
};

function readOrCreateHash({ db }: CommandContext, key: string): Map<string, string> {
  const existing = db.read(key, "hash");
  if (existing) return existing;
  const value = new Map<string, string>();
  db.write(key, { type: "hash", value });
  return value;
}

function hset(context: CommandContext, key: string, ...words: string[]): Reply {
  if (words.length % 2 !== 0) throw wrongArity("hset");
  const hash = readOrCreateHash(context, key);
  const before = hash.size;
  for (const [field, value] of toPairs(words)) hash.set(field, value);
  context.db.changedInPlace(key);
  return hash.size - before;
}

function hdel({ db }: CommandContext, key: string, ...fields: string[]): Reply {
  const hash = db.read(key, "hash");
  if (!hash) return 0;
  const removed = fields.filter((field) => hash.delete(field)).length;
  if (removed > 0) db.changedInPlace(key);
  return removed;
}

function hincrby(context: CommandContext, key: string, field: string, by: string): Reply {
  const amount = parseBigInteger(by);
  const current = context.db.read(key, "hash")?.get(field) ?? "0";
  const sum = parseBigInteger(current, () => new RedisError("ERR hash value is not an integer")) + amount;
  if (!fitsInt64(sum)) throw new RedisError("ERR increment or decrement would overflow");
  readOrCreateHash(context, key).set(field, `${sum}`);
  context.db.changedInPlace(key);
  return sum;
}
