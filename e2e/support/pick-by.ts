/** One of these, each as likely as its weight says. */
export function pickBy<T>(
  random: () => number,
  choices: readonly (readonly [weight: number, choice: T])[],
): T {
  let left = random() * choices.reduce((sum, [weight]) => sum + weight, 0);
  const found = choices.find(([weight]) => {
    left -= weight;
    return left < 0;
  });
  return (found ?? choices[0]!)[1];
}

/** One of these; undefined if there is none. */
export function pick<T>(random: () => number, all: readonly T[]): T | undefined {
  return all[Math.floor(random() * all.length)];
}
