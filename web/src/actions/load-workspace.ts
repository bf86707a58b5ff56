import type { ChannelState } from "@live-chat/contract/channels.ts";
import { effect } from "@preact/signals";
import { isPassing } from "../api/client.ts";
import type { LiveChatApi } from "../api/live-chat-api.ts";
import type { App } from "../app.ts";
import type { State } from "../state/state.ts";
import {
  askForPart,
  failPart,
  type Part,
  partsToRefetch,
  setChannels,
  setPart,
  type Workspace,
} from "../state/workspace.ts";

/** ms within which a changed part is fetched again: not by every dashboard in the same instant. */
const REFETCH_WITHIN = 400;
/** ms until what could not be fetched is tried again. */
const RETRY_PAUSE = 5000;

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
    app.store.change((state) => askForPart(state, name));
    try {
      const value = await FETCH[name](app.api);
      app.store.change((state) => takePart(state, name, value));
    } catch (error) {
      app.store.change((state) => failPart(state, name, error as Error, isPassing(error)));
    }
  });
}

function takePart<Name extends Part>(state: State, name: Name, value: Workspace[Name]): State {
  return name === "channels" ? setChannels(state, value as ChannelState[]) : setPart(state, name, value);
}

/** What every dashboard shows of the workspace: the labels' colours, and which channels are stopped. */
export function loadShared(app: App): void {
  void loadPart(app, "settings");
  void loadPart(app, "channels");
}

/** Fetches again what changed on the server since it was asked for, as long as the agent is there. */
export function keepWorkspaceFresh(app: App): () => void {
  return effect(() => {
    const { partFailures } = app.store.state.value;
    for (const name of partsToRefetch(app.store.state.value)) {
      const pause = partFailures[name] ? RETRY_PAUSE : Math.random() * REFETCH_WITHIN;
      app.soon(`refetch ${name}`, pause, () => void refetchPart(app, name));
    }
  });
}

/** What is under way was perhaps asked for before the change. */
async function refetchPart(app: App, name: Part): Promise<void> {
  await loadPart(app, name);
  if (partsToRefetch(app.store.state.peek()).includes(name)) await loadPart(app, name);
}
