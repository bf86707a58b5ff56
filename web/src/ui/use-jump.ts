import type { Message } from "@live-chat/contract/message.ts";
import { useComputed } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { loadOlder } from "../actions/load-messages.ts";
import type { App } from "../app.ts";
import { findMessage } from "../state/thread.ts";
import { rowKey } from "../state/thread-rows.ts";
import { useApp } from "./app-context.ts";
import type { Anchor } from "./thread-window.ts";

/** ms a message stays marked after a jump to it. */
const MARKED_FOR = 1600;

/** Pages that are fetched at most to find a message that isn't loaded. */
const MOST_PAGES = 20;

/** Brings a message into view and marks it for a moment. */
export function useJump(conversationId: string, moveTo: (anchor: Anchor) => void) {
  const app = useApp();
  const { store } = app;
  const [marked, setMarked] = useState<string | null>(null);
  useEffect(() => {
    if (!marked) return;
    const timer = setTimeout(() => setMarked(null), MARKED_FOR);
    return () => clearTimeout(timer);
  }, [marked]);
  const show = (message: Message | undefined) => {
    if (!message) return;
    const key = rowKey(message);
    moveTo({ key, offset: 120 });
    setMarked(key);
  };
  const jump = async (messageId: string) => {
    show(await loadBackTo(app, conversationId, messageId).catch(() => undefined));
  };
  const target = useComputed(() => {
    const { target: seq, threads } = store.state.value;
    return seq === null ? undefined : threads.get(conversationId)?.messages.find((one) => one.seq === seq);
  }).value;
  useEffect(() => {
    if (!target) return;
    show(target);
    store.change((state) => ({ ...state, target: null }));
  }, [target]);
  return { jump, marked };
}

/** The message with this id, once as much of the thread is loaded; undefined where it is too far back. */
async function loadBackTo(app: App, conversationId: string, messageId: string): Promise<Message | undefined> {
  for (let page = 0; page <= MOST_PAGES; page++) {
    const thread = app.store.state.peek().threads.get(conversationId);
    const message = thread && findMessage(thread, messageId);
    if (message || !thread || thread.from <= 1) return message;
    await loadOlder(app, conversationId);
  }
  return undefined;
}
