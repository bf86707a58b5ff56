/**
 * What a command answers, before it is written in RESP2 or RESP3.
 *
 * All text is binary-safe: a string here holds one character per byte (latin1), never decoded UTF-8.
 */
export type Reply =
  | string // bulk string
  | number
  | bigint
  | null
  | readonly Reply[]
  | { readonly status: string }
  | { readonly error: string }
  | { readonly nullArray: true }
  | { readonly double: number }
  | { readonly verbatim: string }
  | { readonly map: readonly (readonly [Reply, Reply])[] }
  | { readonly set: readonly Reply[] }
  | { readonly push: readonly Reply[] }
  /** Several replies to one command, one after the other, as SUBSCRIBE with many channels gives. */
  | { readonly several: readonly Reply[] };

export type Protocol = 2 | 3;

/** Array.isArray doesn't narrow readonly arrays; ask this before asking for "map" or "push". */
export const isReplyList = (reply: Reply): reply is readonly Reply[] => Array.isArray(reply);

export const isErrorReply = (reply: Reply): reply is { error: string } =>
  typeof reply === "object" && reply !== null && !isReplyList(reply) && "error" in reply;

export const ok: Reply = { status: "OK" };
export const nullArray: Reply = { nullArray: true };

/** An error that the client is told, such as "WRONGTYPE …": the first word is its code. */
export class RedisError extends Error {}

export const syntaxError = () => new RedisError("ERR syntax error");
export const notAnInteger = () => new RedisError("ERR value is not an integer or out of range");
export const wrongArity = (command: string) =>
  new RedisError(`ERR wrong number of arguments for '${command}' command`);
