import type { Message } from "@live-chat/contract/message.ts";
import { isPassing, ProblemResponse } from "../api/client.ts";
import type { App } from "../app.ts";
import { retryDelay } from "../live/retry-delay.ts";
import { alone, type OutboxNews } from "../live/share-outbox.ts";
import {
  addToOutbox,
  changeInOutbox,
  nextToSend,
  type OutboxMessage,
  putInOutbox,
  removeFromOutbox,
} from "../state/outbox.ts";
import type { State } from "../state/state.ts";
import { mergeMessages } from "../state/thread.ts";
import { loadThread } from "./load-messages.ts";

/** ms without news of another tab's unsent message until this tab sends it. */
const TAKE_OVER = 5000;

export type Written = { text: string; type: "text" | "note"; reply_to: string | null };

/** Takes what the agent wrote: on the screen at once, kept on disk until the server has it, sent in order. */
export async function sendMessage(app: App, conversationId: string, written: Written): Promise<void> {
  const { conversations, threads } = app.store.state.peek();
  const lastSeq = conversations.get(conversationId)?.last_seq ?? null;
  // Whoever answers from further up wants to see their answer: at the end.
  if (threads.get(conversationId)?.to != null) void loadThread(app, conversationId);
  const message: OutboxMessage = {
    client_message_id: crypto.randomUUID(),
    conversation_id: conversationId,
    ...written,
    // A note disturbs nobody, so it needn't wait for what others wrote meanwhile.
    expected_seq: written.type === "note" ? null : lastSeq,
    created_at: new Date().toISOString(),
    state: "waiting",
    problem: null,
  };
  app.store.change((state) => addToOutbox(state, message));
  await keep(app, message);
  await drainOutbox(app, conversationId);
}

/** Sends a failed message again, or one that waited for the agent's word; whatever was written meanwhile. */
export function resendMessage(app: App, message: OutboxMessage): Promise<void> {
  update(app, message.client_message_id, { state: "waiting", problem: null, expected_seq: null });
  return drainOutbox(app, message.conversation_id);
}

/** Takes an unsent message back. */
export function discardMessage(app: App, message: OutboxMessage): Promise<void> {
  void settle(app, message.client_message_id, null);
  return drainOutbox(app, message.conversation_id);
}

/** Takes the newest message back that is not under way, to write it anew. Returns what it said, or null. */
export function takeBackUnsent(app: App, conversationId: string): Written | null {
  const { outbox } = app.store.state.peek();
  const newest = outbox.findLast((message) => message.conversation_id === conversationId);
  if (!newest || newest.state === "sending") return null;
  void discardMessage(app, newest);
  return { text: newest.text, type: newest.type, reply_to: newest.reply_to };
}

/** Sends what waits in one conversation, one after the other; stops at what fails for now and tries later. */
export function drainOutbox(app: App, conversationId: string, attempt = 1): Promise<void> {
  const name = `${app.store.state.peek().agent.id}:send:${conversationId}`;
  return app.once(name, () => alone(name, () => drain(app, conversationId, attempt)));
}

async function drain(app: App, conversationId: string, attempt: number): Promise<void> {
  for (;;) {
    const next = nextToSend(app.store.state.peek().outbox, conversationId);
    if (!next) return;
    if ((await deliver(app, next)) === "done") continue;
    const again = () => void drainOutbox(app, conversationId, attempt + 1);
    app.later(`send ${conversationId}`, retryDelay(attempt), again);
    return;
  }
}

/** What another tab of this browser did with its outbox; what it leaves unsent, this one sends. */
export function hearOutboxNews(app: App, news: OutboxNews): void {
  if (news.kind === "saved") {
    app.store.change((state) => putInOutbox(state, news.message));
    const { conversation_id } = news.message;
    app.later(`send ${conversation_id}`, TAKE_OVER, () => void drainOutbox(app, conversation_id));
  } else app.store.change((state) => toSettled(state, news.id, news.stored));
}

/** Sends everything that waits: after a reload, and when the connection is back. */
export function drainAll(app: App): Promise<unknown> {
  const ids = new Set(app.store.state.peek().outbox.map((message) => message.conversation_id));
  return Promise.all([...ids].map((id) => drainOutbox(app, id)));
}

async function deliver(app: App, message: OutboxMessage): Promise<"done" | "later"> {
  const { client_message_id, conversation_id, type, text, reply_to, expected_seq } = message;
  update(app, client_message_id, { state: "sending" });
  try {
    const body = { client_message_id, type, text, reply_to, ...(expected_seq !== null && { expected_seq }) };
    const answer = await app.api.sendMessage(conversation_id, body);
    await settle(app, client_message_id, answer.message);
    return "done";
  } catch (error) {
    return refuse(app, message, error);
  }
}

function refuse(app: App, message: OutboxMessage, error: unknown): "done" | "later" {
  const id = message.client_message_id;
  if (isPassing(error) || !(error instanceof ProblemResponse)) {
    update(app, id, { state: "waiting" });
    return "later";
  }
  if (error.code !== "conversation_moved") {
    update(app, id, { state: "failed", problem: error.message });
    return "done";
  }
  const missed = (error.problem.missed ?? []) as Message[];
  app.store.change((state) => takeMessages(state, missed));
  const { agent } = app.store.state.peek();
  const byOthers = missed.some((one) => one.author.id !== agent.id && one.type !== "note");
  const lastSeq = Number(error.problem.last_seq ?? 0) || null;
  // Only our own messages came in between: nothing the writer doesn't know.
  if (byOthers) update(app, id, { state: "moved", expected_seq: lastSeq });
  else update(app, id, { state: "waiting", expected_seq: lastSeq });
  return "done";
}

/** Off the outbox and, where it was stored, into the thread: one step, so that its bubble never blinks. */
async function settle(app: App, id: string, stored: Message | null): Promise<void> {
  app.store.change((state) => toSettled(state, id, stored));
  app.outboxChannel.tell({ kind: "settled", id, stored });
  await app.outboxStorage.remove(id).catch(() => {});
}

function toSettled(state: State, id: string, stored: Message | null): State {
  return removeFromOutbox(stored ? takeMessages(state, [stored]) : state, id);
}

function takeMessages(state: State, messages: readonly Message[]): State {
  const thread = messages[0] && state.threads.get(messages[0].conversation_id);
  if (!thread) return state;
  const merged = mergeMessages(thread, messages);
  return { ...state, threads: new Map(state.threads).set(messages[0]!.conversation_id, merged) };
}

function update(app: App, id: string, change: Partial<OutboxMessage>): void {
  const { outbox } = app.store.change((state) => changeInOutbox(state, id, change));
  const message = outbox.find((one) => one.client_message_id === id);
  if (message) void keep(app, message);
}

async function keep(app: App, message: OutboxMessage): Promise<void> {
  app.outboxChannel.tell({ kind: "saved", message });
  await app.outboxStorage.save(message).catch(() => {});
}
