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
  const jump = (messageId: string) => {
    const thread = store.state.peek().threads.get(conversationId);
    const message = thread && findMessage(thread, messageId);
    if (!message) return;
    const key = rowKey(message);
    moveTo({ key, offset: 120 });
    setMarked(key);
  };
  return { jump, marked };
}
