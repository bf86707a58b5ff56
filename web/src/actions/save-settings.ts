import type { UpdateSettingsBody } from "@live-chat/contract/settings.ts";
import type { App } from "../app.ts";
import { setPart } from "../state/workspace.ts";

/** Changes settings: on the screen at once, and back again if the server refuses. Throws what the server says. */
export async function saveSettings(app: App, changes: UpdateSettingsBody): Promise<void> {
  const before = app.store.state.peek().workspace.settings;
  if (before) app.store.change((state) => setPart(state, "settings", { ...before, ...changes }));
  try {
    const { settings } = await app.api.updateSettings(changes);
    app.store.change((state) => setPart(state, "settings", settings));
  } catch (error) {
    app.store.change((state) => setPart(state, "settings", before));
    throw error;
  }
}
