import { notAnInteger, RedisError } from "./reply.ts";

const maxInt64 = 2n ** 63n - 1n;
const minInt64 = -(2n ** 63n);

/** Reads a 64-bit integer as strictly as Redis does: no sign "+", no spaces, no leading zeros. */
export function parseBigInteger(text: string, error: () => RedisError = notAnInteger): bigint {
  if (!/^(0|-?[1-9]\d{0,18})$/.test(text)) throw error();
  const value = BigInt(text);
  if (!fitsInt64(value)) throw error();
  return value;
}

export const fitsInt64 = (value: bigint) => value <= maxInt64 && value >= minInt64;

/** The same as a number, for counts and times, where 2^53 is enough. */
export function parseInteger(text: string, error: () => RedisError = notAnInteger): number {
  return Number(parseBigInteger(text, error));
}

/** Reads a double: decimal, exponent, "inf", "+inf", "-inf". */
export function parseDouble(
  text: string,
  error = () => new RedisError("ERR value is not a valid float"),
): number {
  if (/^\+?inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  if (/^-inf(inity)?$/i.test(text)) return Number.NEGATIVE_INFINITY;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw error();
  return Number(text);
}

/** Cuts [a, 1, b, 2] into [[a, 1], [b, 2]]; the caller has checked that the count is even. */
export function toPairs(args: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index < args.length; index += 2) pairs.push([args[index]!, args[index + 1]!]);
  return pairs;
}
