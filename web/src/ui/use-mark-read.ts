import { useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { markRead } from "../actions/mark-read.ts";
import type { ThreadRow } from "../state/thread-rows.ts";
import { useApp } from "./app-context.ts";

/** Moves the read position to the newest customer's message in view, while the agent really looks at the tab. */
export function useMarkRead(conversationId: string, rows: readonly ThreadRow[], lastVisible: number) {
  const app = useApp();
  const seen = newestInbound(rows, lastVisible);
  const readSeq = useComputed(
    () => app.store.state.value.conversations.get(conversationId)?.read_seq ?? 0,
  ).value;
  useEffect(() => {
    if (seen <= readSeq) return;
    const look = () => {
      if (document.visibilityState === "visible" && document.hasFocus())
        void markRead(app, conversationId, seen);
    };
    look();
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [app, conversationId, seen, readSeq]);
}

function newestInbound(rows: readonly ThreadRow[], lastVisible: number): number {
  for (let index = lastVisible; index >= 0; index--) {
    const row = rows[index];
    if (row?.kind === "message" && row.message.direction === "inbound") return row.message.seq;
  }
  return 0;
}
