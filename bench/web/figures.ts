/** A few numbers that say what many say. */
export type Spread = { p50: number; p95: number; worst: number; count: number };

export function spreadOf(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), worst: at(1), count: sorted.length };
}

export const ms = (figure: number) => `${figure < 10 ? figure.toFixed(1) : Math.round(figure)} ms`;
