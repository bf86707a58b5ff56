import { parseInteger } from "./parse-arguments.ts";
import { RedisError, syntaxError } from "./reply.ts";

/** How the options EX, PX, EXAT and PXAT count: in seconds or not, from now or from 1970. */
const expiryUnits: Record<string, { factor: number; relative: boolean }> = {
  EX: { factor: 1_000, relative: true },
  PX: { factor: 1, relative: true },
  EXAT: { factor: 1_000, relative: false },
  PXAT: { factor: 1, relative: false },
};

/** Parses the options of SET and GETEX: at most one expiry (returned as ms since 1970), and plain flags. */
export function parseExpiryOptions(command: string, words: string[], flags: string[], now: number) {
  const found = new Set<string>();
  let given: { unit: string; amount: string } | undefined;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!.toUpperCase();
    if (flags.includes(word)) {
      found.add(word);
    } else if (expiryUnits[word] && !given && index + 1 < words.length) {
      index += 1;
      given = { unit: word, amount: words[index]! };
    } else {
      throw syntaxError();
    }
  }
  // Redis complains about the words before it reads the number.
  const expiry = given && toExpiry(command, expiryUnits[given.unit]!, given.amount, now);
  return { has: (flag: string) => found.has(flag), expiry };
}

function toExpiry(
  command: string,
  unit: { factor: number; relative: boolean },
  text: string,
  now: number,
): number {
  const amount = parseInteger(text) * unit.factor;
  const expiry = unit.relative ? now + amount : amount;
  if (amount <= 0 || expiry >= 2 ** 63)
    throw new RedisError(`ERR invalid expire time in '${command}' command`);
  return expiry;
}
