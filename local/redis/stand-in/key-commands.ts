import type { CommandContext, CommandTable } from "./command.ts";
import { compileGlob } from "./glob-pattern.ts";
import { parseInteger } from "./parse-arguments.ts";
import { ok, RedisError, type Reply, syntaxError } from "./reply.ts";
import { scan } from "./scan-keys.ts";

export const keyCommands: CommandTable = {
  del: { arity: -2, run: deleteKeys },
  unlink: { arity: -2, run: deleteKeys },
  exists: { arity: -2, run: ({ db }, ...keys) => keys.filter((key) => db.find(key)).length },
  type: { arity: 2, run: ({ db }, key: string) => ({ status: db.find(key)?.type ?? "none" }) },
  keys: {
    arity: 2,
    run: ({ db }, pattern: string) => {
      const matcher = compileGlob(pattern);
      return db.keys().filter((key) => matcher.test(key));
    },
  },
  scan: { arity: -2, run: scan },
  dbsize: { arity: 1, run: ({ db }) => db.size },
  flushdb: { arity: -1, run: ({ db }, ...words) => flush(words, () => db.clear()) },
  flushall: {
    arity: -1,
    run: ({ server }, ...words) =>
      flush(words, () => {
        for (const database of server.databases) database.clear();
      }),
  },
  expire: {
    arity: -3,
    run: (context, key: string, seconds: string, ...options) =>
      expire(context, "expire", key, context.server.now, seconds, 1_000, options),
  },
  pexpire: {
    arity: -3,
    run: (context, key: string, ms: string, ...options) =>
      expire(context, "pexpire", key, context.server.now, ms, 1, options),
  },
  pexpireat: {
    arity: -3,
    run: (context, key: string, ms: string, ...options) =>
      expire(context, "pexpireat", key, 0, ms, 1, options),
  },
  persist: { arity: 2, run: persist },
  pttl: { arity: 2, run: (context, key: string) => remainingMs(context, key) },
  ttl: {
    arity: 2,
    run: (context, key: string) => {
      const ms = remainingMs(context, key);
      return ms < 0 ? ms : Math.round(ms / 1_000);
    },
  },
};

function deleteKeys({ db }: CommandContext, ...keys: string[]): Reply {
  return keys.filter((key) => db.find(key) && db.delete(key)).length;
}

function flush(words: string[], clear: () => void): Reply {
  if (words.length > 1 || (words[0] !== undefined && !/^(a?sync)$/i.test(words[0]))) throw syntaxError();
  clear();
  return ok;
}

function persist({ db }: CommandContext, key: string): Reply {
  if (!db.find(key) || db.expiry(key) === undefined) return 0;
  db.setExpiry(key, undefined);
  return 1;
}

/** -2: no such key, -1: it never expires. */
function remainingMs({ db, server }: CommandContext, key: string): number {
  if (!db.find(key)) return -2;
  const expiry = db.expiry(key);
  return expiry === undefined ? -1 : expiry - server.now;
}

function expire(
  { db }: CommandContext,
  command: string,
  key: string,
  base: number,
  amount: string,
  factor: number,
  options: string[],
): Reply {
  const allows = parseExpireOptions(options);
  const expiry = base + parseInteger(amount) * factor;
  if (Math.abs(expiry) >= 2 ** 63) throw new RedisError(`ERR invalid expire time in '${command}' command`);
  if (!db.find(key) || !allows(db.expiry(key), expiry)) return 0;
  db.setExpiry(key, expiry);
  return 1;
}

/** Parses NX, XX, GT and LT into a question: may this expiry replace that one? */
function parseExpireOptions(words: string[]) {
  const options = new Set(words.map((word) => word.toUpperCase()));
  for (const word of words) {
    if (!/^(nx|xx|gt|lt)$/i.test(word)) throw new RedisError(`ERR Unsupported option ${word}`);
  }
  if (options.has("NX") && options.size > 1) {
    throw new RedisError("ERR NX and XX, GT or LT options at the same time are not compatible");
  }
  if (options.has("GT") && options.has("LT")) {
    throw new RedisError("ERR GT and LT options at the same time are not compatible");
  }
  return (current: number | undefined, next: number): boolean => {
    if (options.has("NX") && current !== undefined) return false;
    if (options.has("XX") && current === undefined) return false;
    if (options.has("GT") && next <= (current ?? Number.POSITIVE_INFINITY)) return false;
    return !(options.has("LT") && next >= (current ?? Number.POSITIVE_INFINITY));
  };
}
