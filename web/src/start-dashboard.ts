import { countLists } from "./actions/count-lists.ts";
import { refreshList } from "./actions/load-list.ts";
import { loadShared } from "./actions/load-workspace.ts";
import { loadMe } from "./actions/pin-conversation.ts";
import { drainAll } from "./actions/send-message.ts";
import { hearOutboxNews } from "./actions/unsent-messages.ts";
import type { TokenSource } from "./api/client.ts";
import { createLiveChatApi } from "./api/live-chat-api.ts";
import { type App, createApp } from "./app.ts";
import type { Agent } from "./auth/session.ts";
import type { Config } from "./config.ts";
import { followStream } from "./live/follow-stream.ts";
import { openOutboxChannel } from "./live/share-outbox.ts";
import { initialState } from "./state/state.ts";
import { createStore } from "./state/store.ts";
import { loadDrafts, wipeDrafts } from "./storage/draft-storage.ts";
import { openOutboxStorage } from "./storage/outbox-storage.ts";
import { forgetAgent } from "./storage/remembered-agent.ts";

export type RunningDashboard = {
  app: App;
  stop: () => void;
  /** Deletes what this browser keeps of the agent. */
  wipe: () => Promise<void>;
};

/** Everything that runs while an agent is signed in. */
export function startDashboard(agent: Agent, config: Config, token: TokenSource): RunningDashboard {
  const store = createStore({ ...initialState(agent), drafts: loadDrafts(agent.id) });
  const outboxStorage = openOutboxStorage(agent.id);
  const outboxChannel = openOutboxChannel(agent.id, (news) => hearOutboxNews(app, news));
  const app: App = createApp({ store, api: createLiveChatApi(token), outboxStorage, outboxChannel });
  const stopStream = followStream(app, config.gatewayUrl, token);
  // After the stream: what happens during these requests comes through it.
  void refreshList(app);
  void countLists(app);
  void loadMe(app);
  loadShared(app);
  void restoreOutbox(app);
  return {
    app,
    stop() {
      stopStream();
      outboxChannel.close();
      app.stop();
    },
    async wipe() {
      wipeDrafts(agent.id);
      forgetAgent();
      await outboxStorage.wipe().catch(() => {});
    },
  };
}

/** What was not sent before the reload goes out now. */
async function restoreOutbox(app: App): Promise<void> {
  const stored = await app.outboxStorage.load().catch(() => []);
  app.store.change((state) => {
    const known = new Set(state.outbox.map((message) => message.client_message_id));
    return {
      ...state,
      outbox: [...stored.filter((one) => !known.has(one.client_message_id)), ...state.outbox],
    };
  });
  await drainAll(app);
}
