import type { CommandContext, CommandTable } from "./command.ts";
import { parseExpiryOptions } from "./expiry-options.ts";
import { fitsInt64, parseBigInteger, parseInteger, toPairs } from "./parse-arguments.ts";
import { ok, RedisError, type Reply, syntaxError, wrongArity } from "./reply.ts";

export const stringCommands: CommandTable = {
  get: { arity: 2, run: ({ db }, key: string) => db.read(key, "string") ?? null },
  set: { arity: -3, run: set },
  setex: {
    arity: 4,
    run: (context, key: string, seconds: string, value: string) =>
      setWithTtl(context, "setex", key, seconds, value),
  },
  mget: {
    arity: -2,
    run: ({ db }, ...keys) =>
      keys.map((key) => {
        const found = db.find(key);
        return found?.type === "string" ? found.value : null;
      }),
  },
  mset: { arity: -3, run: mset },
  incr: { arity: 2, run: (context, key: string) => increment(context, key, 1n) },
  incrby: {
    arity: 3,
    run: (context, key: string, by: string) => increment(context, key, parseBigInteger(by)),
  },
  getdel: { arity: 2, run: getdel },
  getex: { arity: -2, run: getex },
};

function set({ db, server }: CommandContext, key: string, value: string, ...words: string[]): Reply {
  const options = parseExpiryOptions("set", words, ["NX", "XX", "GET", "KEEPTTL"], server.now);
  if (options.has("NX") && options.has("XX")) throw syntaxError();
  if (options.has("KEEPTTL") && options.expiry !== undefined) throw syntaxError();
  const old = options.has("GET") ? (db.read(key, "string") ?? null) : undefined;
  const exists = db.find(key) !== undefined;
  if (options.has("NX") ? exists : options.has("XX") && !exists) return old ?? null;
  db.write(key, { type: "string", value }, { keepTtl: options.has("KEEPTTL") });
  if (options.expiry !== undefined) db.setExpiry(key, options.expiry);
  return old === undefined ? ok : old;
}

function setWithTtl(
  { db, server }: CommandContext,
  command: string,
  key: string,
  seconds: string,
  value: string,
) {
  const ttl = parseInteger(seconds);
  if (ttl <= 0) throw new RedisError(`ERR invalid expire time in '${command}' command`);
  db.write(key, { type: "string", value });
  db.setExpiry(key, server.now + ttl * 1_000);
  return ok;
}

function mset({ db }: CommandContext, ...words: string[]): Reply {
  if (words.length % 2 !== 0) throw wrongArity("mset");
  for (const [key, value] of toPairs(words)) db.write(key, { type: "string", value });
  return ok;
}

function increment({ db }: CommandContext, key: string, by: bigint): Reply {
  const sum = parseBigInteger(db.read(key, "string") ?? "0") + by;
  if (!fitsInt64(sum)) throw new RedisError("ERR increment or decrement would overflow");
  db.write(key, { type: "string", value: `${sum}` }, { keepTtl: true });
  return sum;
}

function getdel({ db }: CommandContext, key: string): Reply {
  const value = db.read(key, "string");
  if (value !== undefined) db.delete(key);
  return value ?? null;
}

function getex({ db, server }: CommandContext, key: string, ...words: string[]): Reply {
  const options = parseExpiryOptions("getex", words, ["PERSIST"], server.now);
  if (options.has("PERSIST") && options.expiry !== undefined) throw syntaxError();
  const value = db.read(key, "string");
  if (value === undefined) return null;
  if (options.expiry !== undefined) db.setExpiry(key, options.expiry);
  else if (options.has("PERSIST") && db.expiry(key) !== undefined) db.setExpiry(key, undefined);
  return value;
}
