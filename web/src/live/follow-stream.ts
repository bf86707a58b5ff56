import { effect } from "@preact/signals";
import { countLists } from "../actions/count-lists.ts";
import { forgetConversation } from "../actions/erase-customer.ts";
import { refreshList, settleLists } from "../actions/load-list.ts";
import { healThread, holeOf } from "../actions/load-messages.ts";
import { keepWorkspaceFresh } from "../actions/load-workspace.ts";
import { openConversation } from "../actions/open-conversation.ts";
import { drainAll } from "../actions/send-message.ts";
import type { TokenSource } from "../api/client.ts";
import type { App } from "../app.ts";
import { createAnnouncer } from "../notices/announce-message.ts";
import { lookForNewVersion } from "../offline/register-worker.ts";
import { applyEvent } from "../state/apply-event.ts";
import { applyLink } from "../state/connection-state.ts";
import { doubtConversations, doubtThreads } from "../state/conversations.ts";
import { forgetAbsent, PRESENCE_TTL, TYPING_TTL } from "../state/together.ts";
import { doubtWorkspace } from "../state/workspace.ts";
import { isKnownEvent } from "./event-names.ts";
import { type ReceivedEvent, receiveEvents } from "./receive-events.ts";
import { type Sharing, shareStream } from "./share-stream.ts";
import { watchWakeUps } from "./wake-up.ts";

/** ms: many new messages in a row cost one refresh of the list. */
const REFRESH_PAUSE = 3000;
/** ms until what could not be fetched again is tried again. */
const SETTLE_PAUSE = 5000;

/** Events that may move a conversation from one filter to another. */
const COUNTING = new Set([
  "conversations",
  "new_message",
  "new_conversation",
  "conversation_updated",
  "conversation_removed",
]);

export type StreamSource = {
  url: string;
  token: TokenSource;
  /** Continuity was lost: what was kept of it is not to be trusted either. */
  onReset: () => void;
  onOpen: () => void;
};

/** Applies the stream to the state for as long as the agent is signed in. */
export function followStream(app: App, { url, token, onReset, onOpen }: StreamSource): Sharing {
  const { agent, stream } = app.store.state.peek();
  const announce = createAnnouncer(app);
  const sharing = shareStream({
    name: agent.id,
    applied: stream.applied,
    receive: (lastEventId, handlers) => receiveEvents({ url, token, lastEventId, ...handlers }),
    onEvent: (received, leading) => {
      try {
        takeEvent(app, received);
        if (received.event.event === "conversations") onReset();
        announce(received.event, leading);
      } catch (error) {
        // One event that can't be taken must not stop the others: what it said is fetched.
        console.error(`The event ${received.event.event} could not be applied.`, error);
        if (received.id !== null) setApplied(app, received.id);
        refetchAll(app);
      }
    },
    onLink: (link) => {
      app.store.change((state) => applyLink(state, link));
      if (link.state !== "open") return;
      void drainAll(app);
      retryFailed(app);
      onOpen();
    },
    onJoin: (applied) => setApplied(app, applied),
    onGap: (applied) => {
      setApplied(app, applied);
      refetchAll(app);
    },
    watchWakeUps,
    isVisible: () => document.visibilityState === "visible",
  });
  const stopHealing = keepThreadWhole(app);
  const stopRefetching = keepWorkspaceFresh(app);
  return {
    isLeading: () => sharing.isLeading(),
    reconnect: () => sharing.reconnect(),
    leave() {
      sharing.leave();
      stopHealing();
      stopRefetching();
    },
  };
}

function setApplied(app: App, applied: string | null): void {
  app.store.change((state) => ({ ...state, stream: { ...state.stream, applied } }));
}

/** Who isn't heard of again within their time is not there any more; others may well be heard of meanwhile. */
function forgetLater(app: App, name: string, ttl: number): void {
  const forget = () => app.store.change((state) => forgetAbsent(state, Date.now()));
  app.later(`forget ${name}`, ttl + 50, forget);
}

/** Nothing on the screen is certain any more: it stays until what is fetched now replaces it. */
function refetchAll(app: App): void {
  app.store.change((state) => doubtWorkspace(doubtThreads(doubtConversations(state, []))));
  void settle(app);
}

/** Fetches what is in doubt, until nothing is. */
async function settle(app: App): Promise<void> {
  await settleLists(app);
  if (app.store.state.peek().unconfirmed.size > 0) app.later("settle", SETTLE_PAUSE, () => void settle(app));
}

/** What could not be fetched while there was no connection. */
function retryFailed(app: App): void {
  const { openId, threads, threadFailure, unconfirmed } = app.store.state.peek();
  if (unconfirmed.size > 0) void settle(app);
  if (openId === null) return;
  if (threadFailure && !threads.has(openId)) void openConversation(app, openId);
  else if (threads.get(openId)?.unconfirmed) void healThread(app, openId);
}

function takeEvent(app: App, { id, event }: ReceivedEvent): void {
  if (event.event === "conversation_removed") forgetConversation(app, event.data.conversation_id);
  app.store.change((state) => applyEvent(state, event, id));
  // The server is newer than this page: a newer page may be ready, too.
  if (!isKnownEvent(event.event)) lookForNewVersion();
  if (event.event === "conversations") void settle(app);
  if (event.event === "new_message" || event.event === "new_conversation")
    app.later("refresh list", REFRESH_PAUSE, () => void refreshList(app));
  if (event.event === "typing")
    forgetLater(app, `typing ${event.data.author.id}`, event.data.ttl ?? TYPING_TTL);
  if (event.event === "presence")
    forgetLater(app, `presence ${event.data.agent.id}`, event.data.ttl ?? PRESENCE_TTL);
  if (COUNTING.has(event.event)) app.soon("count lists", REFRESH_PAUSE, () => void countLists(app));
}

/** Whatever made a hole in the open thread, or doubt about it: it is fetched. */
function keepThreadWhole(app: App): () => void {
  return effect(() => {
    const { openId, threads } = app.store.state.value;
    if (openId === null || !threads.has(openId)) return;
    if (threads.get(openId)!.unconfirmed || holeOf(app, openId) !== null) void healThread(app, openId);
  });
}
