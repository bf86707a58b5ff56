import type { LiveChatApi } from "../api/live-chat-api.ts";
import type { App } from "../app.ts";
import { failPart, type Part, setPart, type Workspace } from "../state/workspace.ts";

const FETCH: { [Name in Part]: (api: LiveChatApi) => Promise<NonNullable<Workspace[Name]>> } = {
  settings: (api) => api.getSettings().then(({ settings }) => settings),
  cannedAnswers: (api) => api.listCannedAnswers().then(({ canned_answers }) => canned_answers),
  agents: (api) => api.listAgents().then(({ agents }) => agents),
  channels: (api) => api.listChannels().then(({ channels }) => channels),
  apiKeys: (api) => api.listApiKeys().then(({ api_keys }) => api_keys),
  endpoints: (api) => api.listEndpoints().then(({ endpoints }) => endpoints),
};

/** Fetches a part of the workspace; what was fetched earlier stays until then, and also when it fails. */
export function loadPart(app: App, name: Part): Promise<void> {
  return app.once(`load ${name}`, async () => {
    try {
      const value = await FETCH[name](app.api);
      app.store.change((state) => setPart(state, name, value));
    } catch (error) {
      app.store.change((state) => failPart(state, name, error as Error));
    }
  });
}

/** What every dashboard shows of the workspace: the labels' colours, and which channels are stopped. */
export function loadShared(app: App): void {
  void loadPart(app, "settings");
  void loadPart(app, "channels");
}
