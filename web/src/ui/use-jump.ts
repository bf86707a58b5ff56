import type { Message } from "@live-chat/contract/message.ts";
import { useComputed } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { findMessage } from "../state/thread.ts";
import { rowKey } from "../state/thread-rows.ts";
import { useApp } from "./app-context.ts";
import type { Anchor } from "./thread-window.ts";

/** ms a message stays marked after a jump to it. */
const MARKED_FOR = 1600;

/** Brings a loaded message into view and marks it for a moment. */
export function useJump(conversationId: string, moveTo: (anchor: Anchor) => void) {
  const { store } = useApp();
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
  const jump = (messageId: string) => {
    const thread = store.state.peek().threads.get(conversationId);
    show(thread && findMessage(thread, messageId));
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
