/**
 * Calls `onWake` when the browser may have lost the connection without telling, or may have got it back: the
 * tab comes to the front, the network returns, the machine wakes up. Returns the way to stop.
 */
export function watchWakeUps(onWake: () => void): () => void {
  const onVisible = () => document.visibilityState === "visible" && onWake();
  document.addEventListener("visibilitychange", onVisible);
  document.addEventListener("resume", onWake);
  window.addEventListener("online", onWake);
  window.addEventListener("pageshow", onWake);
  return () => {
    document.removeEventListener("visibilitychange", onVisible);
    document.removeEventListener("resume", onWake);
    window.removeEventListener("online", onWake);
    window.removeEventListener("pageshow", onWake);
  };
}
