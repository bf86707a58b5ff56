/** Milliseconds. */
export const FIRST_RETRY = 500;
export const LONGEST_RETRY = 20_000;

/**
 * How long to wait before the next try, in ms: doubling from half a second to 20 s, half of it random, so that
 * a thousand dashboards don't come back in the same instant. `attempt` counts from 1; `least` is what the
 * server asked for.
 */
export function retryDelay(attempt: number, least = 0, random = Math.random): number {
  const ceiling = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(attempt - 1, 10));
  return Math.max(least, Math.round(ceiling / 2 + (random() * ceiling) / 2));
}
