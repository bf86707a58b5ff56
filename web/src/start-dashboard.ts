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
import { showBadge } from "./notices/show-notice.ts";
import { restoreState } from "./state/last-state.ts";
import { initialState } from "./state/state.ts";
import { createStore } from "./state/store.ts";
import { loadDrafts } from "./storage/draft-storage.ts";
import { keepLastState } from "./storage/keep-last-state.ts";
import type { Kept, LastStateStorage } from "./storage/last-state-storage.ts";
import { openOutboxStorage } from "./storage/outbox-storage.ts";

export type RunningDashboard = { app: App; stop: () => void };

/** Everything that runs while an agent is signed in; it begins with what this browser kept. */
export function startDashboard(
  agent: Agent,
  config: Config,
  token: TokenSource,
  lastState: { storage: LastStateStorage; kept: Kept | null },
): RunningDashboard {
  const { storage, kept } = lastState;
  const fresh = { ...initialState(agent), drafts: loadDrafts(agent.id) };
  const store = createStore(kept ? restoreState(fresh, kept.state, kept.threads) : fresh);
  const outboxStorage = openOutboxStorage(agent.id);
  const outboxChannel = openOutboxChannel(agent.id, (news) => hearOutboxNews(app, news));
  const app: App = createApp({ store, api: createLiveChatApi(token), outboxStorage, outboxChannel });
  const fetchOnce = onceItWorks(() => fetchBeginning(app));
  const stream = followStream(app, {
    url: `${config.gatewayUrl}/api/live-chat/events`,
    token,
    onReset: () => void storage.forgetThreads(),
    onOpen: fetchOnce,
  });
  app.reconnect = () => stream.reconnect();
  const stopKeeping = keepLastState(app, storage, () => stream.isLeading());
  const stopBadge = showBadge(app);
  // After the stream: what happens during these requests comes through it.
  if (navigator.onLine) fetchOnce();
  void restoreOutbox(app);
  return {
    app,
    stop() {
      stopKeeping();
      stopBadge();
      stream.leave();
      outboxChannel.close();
      app.stop();
    },
  };
}

/** What no event says unasked. Returns whether all of it came. */
async function fetchBeginning(app: App): Promise<boolean> {
  loadShared(app);
  await Promise.all([refreshList(app), countLists(app), loadMe(app)]);
  return app.store.state.peek().listFailure === null;
}

/** Makes a function that does `work` unless that is under way or has worked before. */
function onceItWorks(work: () => Promise<boolean>): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    void work().then((worked) => {
      isDone = worked;
    });
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
