import type { Message } from "@live-chat/contract/message.ts";
import type { App } from "../app.ts";
import { changeInOutbox, expectAfter, type OutboxMessage, removeFromOutbox } from "../state/outbox.ts";
import type { State } from "../state/state.ts";
import { mergeMessages } from "../state/thread.ts";

/** ms that a message waits for its place on disk before it leaves. */
const PATIENCE = 1000;

/** Off the outbox and, where it was stored, into the thread: one step, so that its bubble never blinks. */
export async function settle(app: App, id: string, stored: Message | null): Promise<void> {
  app.store.change((state) => toSettled(state, id, stored));
  app.outboxChannel.tell({ kind: "settled", id, stored });
  await onDisk(app.outboxStorage.remove(id));
}

export function toSettled(state: State, id: string, stored: Message | null): State {
  const settled = removeFromOutbox(stored ? takeMessages(state, [stored]) : state, id);
  return stored ? expectAfter(settled, stored) : settled;
}

export function takeMessages(state: State, messages: readonly Message[]): State {
  const thread = messages[0] && state.threads.get(messages[0].conversation_id);
  if (!thread) return state;
  const merged = mergeMessages(thread, messages);
  return { ...state, threads: new Map(state.threads).set(messages[0]!.conversation_id, merged) };
}

/** Changes a message of the outbox: on the screen, on disk and in the other tabs. */
export function update(app: App, id: string, change: Partial<OutboxMessage>): void {
  const { outbox } = app.store.change((state) => changeInOutbox(state, id, change));
  const message = outbox.find((one) => one.client_message_id === id);
  if (message) void keep(app, message);
}

/** Puts a message on disk and tells the other tabs. */
export async function keep(app: App, message: OutboxMessage): Promise<void> {
  app.outboxChannel.tell({ kind: "saved", message });
  await onDisk(app.outboxStorage.save(message));
}

/** Another tab may stand still with the database in its hands: sending doesn't wait for that. */
async function onDisk(work: Promise<void>): Promise<void> {
  const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([work.catch(() => {}), patience]);
}
