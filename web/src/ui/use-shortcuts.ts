import { useEffect, useState } from "preact/hooks";
import { saveDraft } from "../actions/save-draft.ts";
import { updateConversation } from "../actions/update-conversation.ts";
import type { App } from "../app.ts";
import { shownConversations } from "../state/conversation-list.ts";
import { draftOf } from "../state/drafts.ts";
import { useApp } from "./app-context.ts";
import { startsConversation } from "./new-conversation-place.tsx";
import { addressOf, addressOfSettings, readAddress } from "./route.ts";
import { pressedShortcut, type Shortcut } from "./shortcuts.ts";

export type OpenWindow = "palette" | "help" | null;

/** Listens to the keyboard. Returns which window it opened, and the way to open and close it. */
export function useShortcuts(): [OpenWindow, (opened: OpenWindow) => void] {
  const app = useApp();
  const [opened, setOpened] = useState<OpenWindow>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
      const name = pressedShortcut(event);
      if (!name) return;
      if (name === "palette" || name === "help") setOpened(name);
      else if (!run(app, name)) return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [app]);
  return [opened, setOpened];
}

/** Does what a shortcut stands for. Returns whether there was anything to do. */
function run(app: App, name: Exclude<Shortcut["name"], "palette" | "help">): boolean {
  const state = app.store.state.peek();
  const { openId, agent } = state;
  if (name === "start") startsConversation.value = true;
  else if (name === "settings") window.location.hash = addressOfSettings();
  else if (readAddress().settings !== null) return name === "close" && leaveSettings();
  else if (name === "search") document.querySelector<HTMLElement>(".search-field input")?.focus();
  else if (name === "next" || name === "previous") goTo(app, name === "next" ? 1 : -1);
  else if (openId === null) return false;
  else if (name === "close") window.location.hash = addressOf(null);
  else if (name === "assign") void updateConversation(app, openId, { assignee: { id: agent.id } });
  else if (name === "resolve") void updateConversation(app, openId, { status: "resolved" });
  else {
    const draft = draftOf(state, openId);
    saveDraft(app, openId, { ...draft, type: draft.type === "note" ? "text" : "note" });
  }
  return true;
}

/** By the way back that the settings show. */
function leaveSettings(): boolean {
  document.querySelector<HTMLElement>(".settings-back")?.click();
  return true;
}

function goTo(app: App, step: 1 | -1): void {
  const state = app.store.state.peek();
  const ids = shownConversations(state).map((one) => one.conversation_id);
  const at = ids.indexOf(state.openId ?? "");
  const id = ids[at === -1 ? 0 : Math.min(ids.length - 1, Math.max(0, at + step))];
  if (id) window.location.hash = addressOf(id);
}
