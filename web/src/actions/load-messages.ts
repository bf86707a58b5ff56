import type { Message } from "@live-chat/contract/message.ts";
import type { App } from "../app.ts";
import type { State } from "../state/state.ts";
import { extendThread, findHole, newThread, type Thread } from "../state/thread.ts";

const PAGE = 50;
const HEALING_PAGE = 100;

/** Loads a conversation's messages: its newest, or, with `around`, those before and after that `seq`. */
export function loadThread(app: App, conversationId: string, around: number | null = null): Promise<void> {
  return app.once(`thread ${conversationId}`, async () => {
    app.store.change((state) => ({ ...state, threadFailure: null }));
    try {
      const query = around === null ? {} : { before_seq: around + Math.floor(PAGE / 2) };
      const page = await app.api.listMessages(conversationId, { limit: PAGE, ...query });
      const from = page.has_more ? (page.messages[0]?.seq ?? 1) : 1;
      const to = around === null ? null : endOf(app.store.state.peek(), conversationId, page.messages);
      setThread(app, conversationId, () => newThread(page.messages, from, to));
    } catch (error) {
      app.store.change((state) => ({ ...state, threadFailure: error as Error }));
    }
  });
}

/** Loads the page before what is loaded. Throws what the request throws. */
export function loadOlder(app: App, conversationId: string): Promise<void> {
  return app.once(`older ${conversationId}`, async () => {
    const thread = threadOf(app, conversationId);
    if (!thread || thread.from <= 1) return;
    const page = await app.api.listMessages(conversationId, { limit: PAGE, before_seq: thread.from });
    const from = page.has_more ? (page.messages[0]?.seq ?? 1) : 1;
    setThread(app, conversationId, (current) => current && extendThread(current, page.messages, { from }));
  });
}

/** Loads the page after what is loaded, where a thread doesn't reach to the newest message. */
export function loadNewer(app: App, conversationId: string): Promise<void> {
  return app.once(`newer ${conversationId}`, async () => {
    const thread = threadOf(app, conversationId);
    if (!thread || thread.to === null) return;
    const page = await app.api.listMessages(conversationId, { limit: PAGE, after_seq: thread.to });
    const to = page.has_more ? (page.messages.at(-1)?.seq ?? null) : null;
    setThread(app, conversationId, (current) => current && extendThread(current, page.messages, { to }));
  });
}

/**
 * Fetches what a thread misses: holes in `seq`, and after a reset all of it again. Quiet when that fails: what
 * made it look for holes comes again.
 */
export function healThread(app: App, conversationId: string): Promise<void> {
  return app.once(`heal ${conversationId}`, async () => {
    try {
      const thread = threadOf(app, conversationId);
      if (thread?.unconfirmed) await refetchThread(app, conversationId, thread.from - 1);
      for (let hole = holeOf(app, conversationId); hole !== null; ) {
        await fetchAfter(app, conversationId, hole);
        const next = holeOf(app, conversationId);
        hole = next === hole ? null : next;
      }
    } catch {
      // The next event or heartbeat tries again.
    }
  });
}

/** After which `seq` the thread has a hole, or null. */
export function holeOf(app: App, conversationId: string): number | null {
  const state = app.store.state.peek();
  const thread = state.threads.get(conversationId);
  const conversation = state.conversations.get(conversationId);
  return thread && conversation ? findHole(thread, conversation.last_seq) : null;
}

async function refetchThread(app: App, conversationId: string, after: number): Promise<void> {
  const end = threadOf(app, conversationId)?.to ?? Number.POSITIVE_INFINITY;
  for (let seq = after; ; ) {
    const page = await fetchAfter(app, conversationId, seq);
    seq = page.messages.at(-1)?.seq ?? end;
    if (!page.has_more || seq >= end) break;
  }
  setThread(app, conversationId, (current) => current && { ...current, unconfirmed: false });
}

async function fetchAfter(app: App, conversationId: string, after: number) {
  const page = await app.api.listMessages(conversationId, { limit: HEALING_PAGE, after_seq: after });
  setThread(app, conversationId, (current) => current && extendThread(current, page.messages, {}));
  return page;
}

function endOf(state: State, conversationId: string, messages: readonly Message[]): number | null {
  const last = messages.at(-1)?.seq ?? 0;
  return last >= (state.conversations.get(conversationId)?.last_seq ?? 0) ? null : last;
}

function threadOf(app: App, conversationId: string): Thread | undefined {
  return app.store.state.peek().threads.get(conversationId);
}

function setThread(app: App, id: string, step: (thread: Thread | undefined) => Thread | undefined): void {
  app.store.change((state) => {
    const thread = step(state.threads.get(id));
    return thread ? { ...state, threads: new Map(state.threads).set(id, thread) } : state;
  });
}
