import type { Message } from "@live-chat/contract/message.ts";
import type { SendMessageBody } from "@live-chat/contract/rest.ts";
import type { TemplateBody } from "@live-chat/contract/templates.ts";
import { isPassing, ProblemResponse } from "../api/client.ts";
import type { App } from "../app.ts";
import { alone } from "../live/alone.ts";
import { retryDelay } from "../live/retry-delay.ts";
import { rememberFile } from "../media/local-files.ts";
import { addToOutbox, nextTime, nextToSend, type OutboxMessage } from "../state/outbox.ts";
import type { OutgoingFile } from "../state/outgoing-file.ts";
import type { State } from "../state/state.ts";
import { keep, settle, takeMessages, update } from "./keep-outbox.ts";
import { loadThread } from "./load-messages.ts";
import { uploadOutgoing } from "./upload-outgoing.ts";

/** What an agent wrote: a text or note, a file with its caption, or a template with what it will say. */
export type Written = {
  text: string;
  type: OutboxMessage["type"];
  reply_to: string | null;
  file?: OutgoingFile | null;
  template?: TemplateBody | null;
};

/** Takes what the agent wrote: on the screen at once, kept on disk until the server has it, sent in order. */
export async function sendMessage(app: App, conversationId: string, written: Written): Promise<void> {
  const state = app.store.state.peek();
  // Whoever answers from further up wants to see their answer: at the end.
  if (state.threads.get(conversationId)?.to != null) void loadThread(app, conversationId);
  const message: OutboxMessage = {
    client_message_id: crypto.randomUUID(),
    conversation_id: conversationId,
    ...{ file: null, template: null, ...written },
    // A note disturbs nobody, so it needn't wait for what others wrote meanwhile.
    expected_seq: written.type === "note" ? null : lastSeen(state, conversationId),
    created_at: nextTime(state.outbox, Date.now()),
    state: "waiting",
    ...{ problem: null, code: null },
  };
  if (message.file) rememberFile(message.client_message_id, message.file.blob);
  app.store.change((current) => addToOutbox(current, message));
  await keep(app, message);
  await drainOutbox(app, conversationId);
}

/**
 * The newest message before the writer's eyes. That isn't always the conversation's `last_seq`: a fetched message
 * comes without its conversation, and a conversation may come before its message.
 */
function lastSeen({ conversations, threads }: State, conversationId: string): number | null {
  const thread = threads.get(conversationId);
  const shown = thread?.to === null ? thread.messages.at(-1)?.seq : undefined;
  return shown ?? conversations.get(conversationId)?.last_seq ?? null;
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

/** Sends everything that waits: after a reload, and when the connection is back. */
export function drainAll(app: App): Promise<unknown> {
  const ids = new Set(app.store.state.peek().outbox.map((message) => message.conversation_id));
  return Promise.all([...ids].map((id) => drainOutbox(app, id)));
}

async function deliver(app: App, message: OutboxMessage): Promise<"done" | "later"> {
  const { client_message_id, conversation_id } = message;
  update(app, client_message_id, { state: "sending" });
  try {
    const uploaded = await uploadOutgoing(app, message);
    const answer = await app.api.sendMessage(conversation_id, toBody(uploaded));
    await settle(app, client_message_id, answer.message);
    return "done";
  } catch (error) {
    if ((error as Error).name === "AbortError") return "done";
    return refuse(app, message, error);
  }
}

function toBody(message: OutboxMessage): SendMessageBody {
  const { client_message_id, type, text, file, template, reply_to, expected_seq } = message;
  return {
    ...{ client_message_id, type, reply_to },
    ...(text !== "" && !template && { text }),
    ...(template && { template }),
    ...(file && { attachments: [{ upload_id: file.upload_id!, ...(file.voice && { voice: true }) }] }),
    ...(expected_seq !== null && { expected_seq }),
  };
}

function refuse(app: App, message: OutboxMessage, error: unknown): "done" | "later" {
  const id = message.client_message_id;
  if (isPassing(error) || !(error instanceof ProblemResponse)) {
    update(app, id, { state: "waiting" });
    return "later";
  }
  if (error.code === "upload_not_found" && message.file?.upload_id) {
    // It waited for longer than the server keeps files: once more, from the bytes that are still here.
    update(app, id, { state: "waiting", file: { ...message.file, upload_id: null } });
    return "done";
  }
  if (error.code !== "conversation_moved") {
    update(app, id, { state: "failed", problem: error.message, code: error.code });
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
