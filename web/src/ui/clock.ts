import { signal } from "@preact/signals";

/** The time in ms, as far as the screen needs it: it ticks every 20 s, and at once when the tab comes back. */
export const clock = signal(Date.now());

const tick = () => {
  clock.value = Date.now();
};
setInterval(tick, 20_000);
if (typeof document !== "undefined") document.addEventListener("visibilitychange", tick);

/** The time in ms, exactly; whoever reads it is drawn again when the clock ticks. */
export function thisMoment(): number {
  return Math.max(clock.value, Date.now());
}
