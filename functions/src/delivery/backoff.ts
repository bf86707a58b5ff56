/** Waits after each refusal that may pass, in ms: Meta asks for powers of 4 seconds where we were too fast. */
const BASE = { rate: 4, trouble: 2 };
const LONGEST = 5 * 60_000;

/** ms to wait after the nth refusal in a row; a little by chance, so that many don't come back at once. */
export function backoff(because: "rate" | "trouble", tries: number): number {
  const wait = Math.min(LONGEST, 1_000 * BASE[because] ** tries);
  return Math.round(wait * (0.8 + 0.4 * Math.random()));
}

/** After this time of nothing but refusals that may pass, a message fails: an answer that late helps nobody. In ms. */
export const PATIENCE = 24 * 60 * 60_000;
