import type { Message } from "@live-chat/contract/message.ts";
import { useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Agent } from "../auth/session.ts";
import { lastCall } from "../state/last-call.ts";
import { type OutboxMessage, unconfirmedMessages } from "../state/outbox.ts";
import type { Thread } from "../state/thread.ts";
import { type ThreadRow, toRows } from "../state/thread-rows.ts";
import { useApp } from "./app-context.ts";

/** The lines of a conversation: what is loaded and what is still on its way out. */
export function useThreadRows(conversationId: string, thread: Thread): ThreadRow[] {
  const { store } = useApp();
  const rowsOf = useMemo(() => lastCall(toMessageRows), []);
  return useComputed(() => {
    const { outbox, unreadLine, agent, threads } = store.state.value;
    const messages = (threads.get(conversationId) ?? thread).messages;
    const unreadAfter = unreadLine?.conversation_id === conversationId ? unreadLine.after_seq : null;
    return rowsOf(messages, outbox, conversationId, unreadAfter, agent);
  }).value;
}

function toMessageRows(
  messages: readonly Message[],
  outbox: readonly OutboxMessage[],
  conversationId: string,
  unreadAfter: number | null,
  agent: Agent,
) {
  const outgoing = unconfirmedMessages(outbox, conversationId, messages);
  return toRows({ messages, outgoing, unreadAfter, agent });
}
