import { effect } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { tellDone } from "../actions/notify.ts";
import { openConversation } from "../actions/open-conversation.ts";
import { useApp } from "./app-context.ts";
import { addressOf, readAddress } from "./route.ts";

/**
 * The address says what is open, so that back, reload and links work. Returns which page of the settings it names,
 * and where to go back to from there.
 */
export function useAddress() {
  const app = useApp();
  const [settings, setSettings] = useState(readAddress().settings);
  const [backTo, setBackTo] = useState(addressOf(null));
  useEffect(() => {
    const follow = () => {
      const address = readAddress();
      if (address.settings === null) setBackTo(addressOf(address.conversationId));
      setSettings(address.settings);
      void openConversation(app, address.conversationId, address.seq);
    };
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, [app]);
  useEffect(() => effect(() => leaveRemoved(app)), [app]);
  return { settings, backTo };
}

/** Whoever has an erased customer open gets back to the list, and is told why. */
function leaveRemoved(app: ReturnType<typeof useApp>): void {
  const { removed } = app.store.state.value;
  const { conversationId } = readAddress();
  if (conversationId === null || !removed.has(conversationId)) return;
  window.location.replace(addressOf(null));
  // Not within the effect that reads what this changes.
  queueMicrotask(() => tellDone(app, "customerErased"));
}
