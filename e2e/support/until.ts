import { setTimeout as sleep } from "node:timers/promises";

/** Reads every `pause` ms until what was read is as wanted; throws with the last of it after `patience` ms. */
export async function until<T>(
  read: () => Promise<T>,
  wanted: (value: T) => boolean,
  patience = 20_000,
  pause = 50,
): Promise<T> {
  const giveUpAt = performance.now() + patience;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    if (performance.now() > giveUpAt)
      throw new Error(`Still not as wanted: ${JSON.stringify(value).slice(0, 2_000)}`);
    await sleep(pause);
  }
}
