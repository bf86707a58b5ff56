import type { WindowClient, WorkerScope } from "./worker-scope.ts";

/** What the service worker says to a page whose notification was clicked. */
export type ShowMessage = { kind: "show"; address: string };

/** Brings a conversation before the agent: in the tab they look at or used last, else in a new one. */
export async function showConversation(clients: WorkerScope["clients"], address = "#/"): Promise<void> {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const chosen = windows.find(isSeen) ?? windows[0];
  if (!chosen) {
    await clients.openWindow(`/${address}`);
    return;
  }
  chosen.postMessage({ kind: "show", address } satisfies ShowMessage);
  // Only a real click may move the focus.
  await chosen.focus().catch(() => {});
}

/** Browsers list the window that was focused last first. */
const isSeen = ({ focused, visibilityState }: WindowClient) => focused || visibilityState === "visible";
