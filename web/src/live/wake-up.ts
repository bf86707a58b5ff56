/**
 * Why the connection needs a look. `look`: the agent came back to this tab. `back`: the machine slept, or the
 * network is another one: what was connected before can't be trusted. `lost`: there is no network. `frozen`: the
 * browser stops this tab, until it is `back`.
 */
export type Wake = "look" | "back" | "lost" | "frozen";

export type WatchWakeUps = (onWake: (wake: Wake) => void) => () => void;

/** ms between two ticks, and how late one must be to prove that the machine slept. */
const TICK = 1000;
const SLEPT = 5000;

type Connection = EventTarget & { type?: string };

/** Calls `onWake` whenever the browser may have lost its connection without telling. Returns the way to stop. */
export const watchWakeUps: WatchWakeUps = (onWake) => {
  const stopped = new AbortController();
  const { signal } = stopped;
  const on = (target: EventTarget, name: string, wake: Wake, when: (event: Event) => boolean = () => true) =>
    target.addEventListener(name, (event) => when(event) && onWake(wake), { signal });
  on(document, "visibilitychange", "look", () => document.visibilityState === "visible");
  on(document, "freeze", "frozen");
  on(document, "resume", "back");
  on(window, "pageshow", "back", (event) => (event as PageTransitionEvent).persisted);
  on(window, "online", "back");
  on(window, "offline", "lost");
  watchNetwork(on);
  const timer = watchClock(() => onWake("back"));
  signal.addEventListener("abort", () => clearInterval(timer));
  return () => stopped.abort();
};

/** From Wi-Fi to cable without a moment offline: the old connection is dead all the same. */
function watchNetwork(
  on: (target: EventTarget, name: string, wake: Wake, when: () => boolean) => void,
): void {
  const { connection } = navigator as Navigator & { connection?: Connection };
  if (!connection) return;
  let type = connection.type;
  on(connection, "change", "back", () => {
    const changed = connection.type !== type;
    type = connection.type;
    return changed;
  });
}

/** Timers stand still while the machine sleeps; those of hidden tabs are late anyway and prove nothing. */
function watchClock(onSlept: () => void): ReturnType<typeof setInterval> {
  let last = Date.now();
  let wasVisible = false;
  return setInterval(() => {
    const now = Date.now();
    const isVisible = document.visibilityState === "visible";
    if (isVisible && wasVisible && now - last > SLEPT) onSlept();
    last = now;
    wasVisible = isVisible;
  }, TICK);
}
