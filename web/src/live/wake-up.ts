/**
 * Calls `onWake` when the browser may have lost the connection without telling, or may have got it back: the
 * tab comes to the front, the network changes, the machine wakes up. `lost` = the network is gone for certain.
 * Returns the way to stop.
 */
export function watchWakeUps(onWake: (lost: boolean) => void): () => void {
  const stopped = new AbortController();
  const { signal } = stopped;
  const wake = () => onWake(false);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake(), {
    signal,
  });
  document.addEventListener("resume", wake, { signal });
  window.addEventListener("pageshow", wake, { signal });
  window.addEventListener("online", wake, { signal });
  window.addEventListener("offline", () => onWake(true), { signal });
  return () => stopped.abort();
}
