import { useEffect } from "preact/hooks";
import { type Thread, trimAround } from "../state/thread.ts";
import type { ThreadRow } from "../state/thread-rows.ts";
import { useApp } from "./app-context.ts";

/** Keeps a long thread's memory bounded: forgets what is far from the reader, whose row in view is `seen`. */
export function useTrim(conversationId: string, rows: readonly ThreadRow[], seen: number): void {
  const { store } = useApp();
  useEffect(() => {
    const row = rows.slice(0, seen + 1).findLast((one) => one.kind === "message" && one.outgoing === null);
    if (row?.kind !== "message") return;
    const trim = (thread: Thread) => trimAround(thread, row.message.seq);
    const { threads } = store.state.peek();
    const thread = threads.get(conversationId);
    if (!thread || trim(thread) === thread) return;
    store.change((state) => ({
      ...state,
      threads: new Map(state.threads).set(conversationId, trim(thread)),
    }));
  }, [store, conversationId, rows, seen]);
}
