import { signal } from "@preact/signals";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "live-chat:theme";
const chosen = document.documentElement.dataset.theme;

/** The agent's choice; `/theme.js` has applied it before the first paint. */
export const theme = signal<Theme>(chosen === "light" || chosen === "dark" ? chosen : "system");

export function chooseTheme(value: Theme): void {
  theme.value = value;
  if (value === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = value;
  try {
    if (value === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, value);
  } catch {
    // Where storage is forbidden the choice lasts as long as the page.
  }
}
