import { signal } from "@preact/signals";
import type { ShowMessage } from "./show-conversation.ts";

/** ms between two looks for a new version, for tabs that stay open for days. */
const LOOK_PAUSE = 3_600_000;
/** ms between two of them when there is a sign of one. */
const SIGN_PAUSE = 300_000;

/** Whether a newer version of the dashboard than this page is ready. */
export const newVersion = signal(false);

/**
 * Lets the dashboard open without a network, from its next start on. Not while it starts: whoever waits for the
 * first screen needs the network more.
 */
export function registerWorker(): void {
  // A file that this version needs is gone from the server, and wasn't kept: only a newer version can help.
  window.addEventListener("vite:preloadError", () => {
    newVersion.value = true;
  });
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  navigator.serviceWorker.addEventListener("message", ({ data }: MessageEvent<ShowMessage>) => {
    if (data.kind === "show") window.location.hash = data.address;
  });
  if (document.readyState === "complete") void register();
  else window.addEventListener("load", () => void register(), { once: true });
}

async function register(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker.register("/sw.js");
    registration.addEventListener("updatefound", () => watchUpdate(registration));
    lookNowAndThen();
  } catch {
    // Private windows may forbid it: then the dashboard needs its network.
  }
}

function watchUpdate({ installing, active }: ServiceWorkerRegistration): void {
  if (!installing || !active) return;
  installing.addEventListener("statechange", () => {
    if (installing.state === "activated") newVersion.value = true;
  });
}

function lookNowAndThen(): void {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") lookForNewVersion(LOOK_PAUSE);
  });
}

let lookedAt = Date.now();

/** Asks the server for a newer version of the dashboard, unless that was done within the last `pause` ms. */
export function lookForNewVersion(pause = SIGN_PAUSE): void {
  if (Date.now() - lookedAt < pause || !("serviceWorker" in navigator)) return;
  lookedAt = Date.now();
  void navigator.serviceWorker
    .getRegistration()
    .then((registration) => registration?.update())
    .catch(() => {});
}
