import { updateConversation } from "../actions/update-conversation.ts";
import type { App } from "../app.ts";
import type { Words } from "../language/english.ts";
import { byActivity } from "../state/conversation-list.ts";
import { matchesSearch } from "../state/list-filter.ts";
import type { State } from "../state/state.ts";
import { customerName } from "./customer-name.ts";
import type { IconName } from "./icon.tsx";
import { startsConversation } from "./new-conversation-place.tsx";
import { addressOf, addressOfSettings } from "./route.ts";
import { chooseTheme } from "./theme.ts";
import { visibleSections } from "./visible-sections.ts";

export const MOST_FOUND = 8;

/** Something the palette offers; `icon` null = the customer's avatar. */
export type Command = { id: string; name: string; detail?: string; icon: IconName | null; run: () => void };

/** Conversations that fit what was typed. */
export function conversationCommands(state: State, text: string, w: Words): Command[] {
  return [...state.conversations.values()]
    .filter((one) => matchesSearch(one, text))
    .sort(byActivity)
    .slice(0, MOST_FOUND)
    .map((one) => ({
      id: one.conversation_id,
      name: customerName(one, w),
      ...(one.phone && { detail: one.phone }),
      icon: null,
      run: () => {
        window.location.hash = addressOf(one.conversation_id);
      },
    }));
}

/** Actions that fit what was typed; most concern the open conversation. */
export function actionCommands(app: App, { openId, agent }: State, text: string, w: Words): Command[] {
  const inOpen = (id: string): Command[] => [
    {
      id: "assign",
      name: w.assignToMe,
      icon: "assign",
      run: () => void updateConversation(app, id, { assignee: { id: agent.id } }),
    },
    {
      id: "release",
      name: w.release,
      icon: "person",
      run: () => void updateConversation(app, id, { assignee: null }),
    },
    {
      id: "resolve",
      name: w.resolve,
      icon: "check",
      run: () => void updateConversation(app, id, { status: "resolved" }),
    },
    {
      id: "park",
      name: w.park,
      icon: "park",
      run: () => void updateConversation(app, id, { status: "waiting" }),
    },
    {
      id: "reopen",
      name: w.reopen,
      icon: "reload",
      run: () => void updateConversation(app, id, { status: "open" }),
    },
  ];
  const themes = (["system", "light", "dark"] as const).map<Command>((value) => ({
    id: `theme-${value}`,
    name: `${w.theme}: ${w.themes[value]}`,
    icon: "eye",
    run: () => chooseTheme(value),
  }));
  const settings = visibleSections(agent.role).map<Command>((section) => ({
    id: `settings-${section}`,
    name: `${w.settings.title}: ${w.settings.sections[section]}`,
    icon: "settings",
    run: () => {
      window.location.hash = addressOfSettings(section);
    },
  }));
  const start: Command = {
    id: "start",
    name: w.sending.newConversation,
    icon: "new-chat",
    run: () => {
      startsConversation.value = true;
    },
  };
  const wanted = text.trim().toLowerCase();
  return [...(openId ? inOpen(openId) : []), start, ...settings, ...themes].filter(({ name }) =>
    name.toLowerCase().includes(wanted),
  );
}
