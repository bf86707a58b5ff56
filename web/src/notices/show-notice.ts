import { effect } from "@preact/signals";
import type { App } from "../app.ts";
import { unreadTotal } from "../state/conversation-list.ts";

/** `tag`: a later notice with the same one takes its place. `address`: where a click leads to. */
export type ShownNotice = { title: string; body: string; tag: string; address: string };

/**
 * Shows a desktop notification, where the agent allowed it. Through the service worker, which can then open the
 * conversation even when every tab is closed; without one, by the page itself.
 */
export async function showNotice({ title, body, tag, address }: ShownNotice): Promise<void> {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  // `renotify`: the second message of a conversation comes to the front too. It has its own sound, or none.
  const options = { body, tag, renotify: true, silent: true, icon: "/icon-192.png", data: { address } };
  const registration = await findWorker();
  if (registration) await registration.showNotification(title, options);
  else showByPage(title, options);
}

function showByPage(title: string, options: NotificationOptions & { data: { address: string } }): void {
  try {
    const notification = new Notification(title, options);
    notification.onclick = () => {
      window.focus();
      window.location.hash = options.data.address;
      notification.close();
    };
  } catch {
    // Some phones have notifications only for installed apps.
  }
}

/** Takes a conversation's notice back: it was read, perhaps elsewhere. Without `tag`: takes back all. */
export async function closeNotice(tag?: string): Promise<void> {
  const registration = await findWorker();
  const shown = (await registration?.getNotifications(tag === undefined ? {} : { tag })) ?? [];
  for (const notification of shown) notification.close();
}

/** Nothing of an agent stays on the desktop after they left. */
export async function clearNotices(): Promise<void> {
  await closeNotice();
  await navigator.clearAppBadge?.();
}

/** Shows on the installed app's icon how many messages are unread. Returns the way to stop. */
export function showBadge({ store }: App): () => void {
  let shown = -1;
  return effect(() => {
    const unread = unreadTotal(store.state.value);
    if (unread === shown) return;
    shown = unread;
    navigator.setAppBadge?.(unread).catch(() => {});
  });
}

async function findWorker(): Promise<ServiceWorkerRegistration | null> {
  const registration = await navigator.serviceWorker?.getRegistration();
  return registration?.active ? registration : null;
}
