import { effect } from "@preact/signals";
import { countLists } from "../actions/count-lists.ts";
import { forgetConversation } from "../actions/erase-customer.ts";
import { refreshList, settleLists } from "../actions/load-list.ts";
import { healThread, holeOf } from "../actions/load-messages.ts";
import { loadShared } from "../actions/load-workspace.ts";
import { drainAll } from "../actions/send-message.ts";
import type { TokenSource } from "../api/client.ts";
import type { App } from "../app.ts";
import { announceMessage } from "../notices/announce-message.ts";
import { applyEvent } from "../state/apply-event.ts";
import { doubtConversations, doubtThreads } from "../state/conversations.ts";
import { forgetAbsent } from "../state/together.ts";
import { type ReceivedEvent, receiveEvents } from "./receive-events.ts";
import { shareStream } from "./share-stream.ts";
import { watchWakeUps } from "./wake-up.ts";

/** ms: many new messages in a row cost one refresh of the list. */
const REFRESH_PAUSE = 3000;

/** Events that may move a conversation from one filter to another. */
const COUNTING = new Set([
  "conversations",
  "new_message",
  "new_conversation",
  "conversation_updated",
  "conversation_removed",
]);

/** Applies the stream to the state for as long as the agent is signed in. Returns the way to stop. */
export function followStream(app: App, gatewayUrl: string, token: TokenSource): () => void {
  const url = `${gatewayUrl}/api/live-chat/events`;
  const stopSharing = shareStream({
    name: app.store.state.peek().agent.id,
    receive: (lastEventId, handlers) => receiveEvents({ url, token, lastEventId, watchWakeUps, ...handlers }),
    onEvent: (received, leading) => {
      try {
        takeEvent(app, received);
        if (leading) announceMessage(app, received.event);
      } catch (error) {
        // One event that can't be taken must not stop the others: what it said is fetched.
        console.error(`The event ${received.event.event} could not be applied.`, error);
        refetchAll(app);
      }
    },
    onLink: (link) => {
      app.store.change((state) => ({ ...state, stream: { ...state.stream, link } }));
      if (link.state === "open") void drainAll(app);
    },
    onJoin: (applied) => app.store.change((state) => ({ ...state, stream: { ...state.stream, applied } })),
    onGap: () => refetchAll(app),
    watchWakeUps,
  });
  const stopHealing = keepThreadWhole(app);
  return () => {
    stopSharing();
    stopHealing();
  };
}

/** Who isn't heard of again within their time is not there any more. */
function forgetLater(app: App, ttl: number): void {
  const forget = () => app.store.change((state) => forgetAbsent(state, Date.now()));
  app.later(`forget after ${ttl}`, ttl + 50, forget);
}

/** Nothing on the screen is certain any more: it stays until what is fetched now replaces it. */
function refetchAll(app: App): void {
  app.store.change((state) => doubtThreads(doubtConversations(state, [])));
  void settleLists(app);
}

function takeEvent(app: App, { id, event }: ReceivedEvent): void {
  if (event.event === "conversation_removed") forgetConversation(app, event.data.conversation_id);
  app.store.change((state) => applyEvent(state, event, id));
  if (event.event === "conversations") {
    void settleLists(app);
    loadShared(app);
  }
  if (event.event === "new_message" || event.event === "new_conversation")
    app.later("refresh list", REFRESH_PAUSE, () => void refreshList(app));
  if (event.event === "typing" || event.event === "presence") forgetLater(app, event.data.ttl ?? 0);
  if (COUNTING.has(event.event)) app.later("count lists", REFRESH_PAUSE, () => void countLists(app));
}

/** Whatever made a hole in the open thread, or doubt about it: it is fetched. */
function keepThreadWhole(app: App): () => void {
  return effect(() => {
    const { openId, threads } = app.store.state.value;
    if (openId === null || !threads.has(openId)) return;
    if (threads.get(openId)!.unconfirmed || holeOf(app, openId) !== null) void healThread(app, openId);
  });
}
