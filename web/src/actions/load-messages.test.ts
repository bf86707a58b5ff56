import type { Message } from "@live-chat/contract/message.ts";
import { describe, expect, it, vi } from "vitest";
import type { LiveChatApi, MessagesQuery } from "../api/live-chat-api.ts";
import { type App, createApp } from "../app.ts";
import { applyEvent } from "../state/apply-event.ts";
import { initialState } from "../state/state.ts";
import { createStore } from "../state/store.ts";
import { agent, sampleConversation, sampleMessage } from "../testing/samples.ts";
import { healThread, loadNewer, loadOlder, loadThread } from "./load-messages.ts";

/** A server with messages 1 to `count` of c1, and an app that has the conversation open. */
function start(count: number) {
  const stored = Array.from({ length: count }, (_, index) => sampleMessage(index + 1));
  const listMessages = vi.fn(async (_id: string, query: MessagesQuery) => page(stored, query));
  const conversations = new Map([["c1", sampleConversation({ last_seq: count })]]);
  const app = createApp({
    store: createStore({ ...initialState(agent), openId: "c1", conversations }),
    api: { listMessages } as unknown as LiveChatApi,
    outboxStorage: {} as App["outboxStorage"],
    outboxChannel: {} as App["outboxChannel"],
  });
  return { app, stored, listMessages, seqs: () => messagesOf(app).map(({ seq }) => seq) };
}

function page(stored: Message[], { limit = 50, before_seq, after_seq }: MessagesQuery) {
  const after = stored.filter(({ seq }) => seq > (after_seq ?? 0));
  if (after_seq !== undefined) return { messages: after.slice(0, limit), has_more: after.length > limit };
  const before = stored.filter(({ seq }) => seq < (before_seq ?? Number.POSITIVE_INFINITY));
  return { messages: before.slice(-limit), has_more: before.length > limit };
}

const messagesOf = (app: App) => app.store.state.peek().threads.get("c1")?.messages ?? [];
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("loading messages", () => {
  it("begins with the newest and goes back page by page, to the first", async () => {
    const { app, seqs } = start(120);
    await loadThread(app, "c1");
    expect(seqs()).toEqual(range(71, 120));
    await loadOlder(app, "c1");
    await loadOlder(app, "c1");
    await loadOlder(app, "c1");
    expect(seqs()).toEqual(range(1, 120));
  });

  it("begins around a message and goes on in both directions, until it follows the newest", async () => {
    const { app, seqs } = start(200);
    await loadThread(app, "c1", 60);
    expect(seqs()).toContain(60);
    expect(seqs()).not.toContain(200);
    for (let i = 0; i < 4; i++) await loadNewer(app, "c1");
    expect(seqs().at(-1)).toBe(200);
    expect(app.store.state.peek().threads.get("c1")?.to).toBe(null);
  });

  it("asks once, however often it is wanted", async () => {
    const { app, listMessages } = start(200);
    await Promise.all([loadThread(app, "c1"), loadThread(app, "c1")]);
    await Promise.all([loadOlder(app, "c1"), loadOlder(app, "c1")]);
    expect(listMessages).toHaveBeenCalledTimes(2);
  });

  it("fetches a hole that a missed event left", async () => {
    const { app, stored, seqs } = start(10);
    await loadThread(app, "c1");
    for (const seq of range(11, 15)) stored.push(sampleMessage(seq));
    const conversation = sampleConversation({ last_seq: 15, version: 2 });
    const data = { user_id: "u", conversation_id: "c1", message: stored[14]!, conversation };
    app.store.change((state) => applyEvent(state, { event: "new_message", data }));
    expect(seqs()).toEqual([...range(1, 10), 15]);
    await healThread(app, "c1");
    expect(seqs()).toEqual(range(1, 15));
  });

  it("fetches everything loaded again after a reset, changes included", async () => {
    const { app, stored } = start(150);
    await loadThread(app, "c1");
    await loadOlder(app, "c1");
    stored[100] = { ...stored[100]!, text: "edited meanwhile", version: 2 };
    const page = { conversations: [sampleConversation({ last_seq: 150, version: 3 })], total: 1 };
    app.store.change((state) => applyEvent(state, { event: "conversations", data: page }));
    await healThread(app, "c1");
    expect(messagesOf(app)).toEqual(stored.slice(50));
    expect(app.store.state.peek().threads.get("c1")?.unconfirmed).toBe(false);
  });

  it("keeps the failure of the first page to show it, and stays quiet about healing", async () => {
    const { app, listMessages } = start(10);
    listMessages.mockRejectedValueOnce(new Error("down"));
    await loadThread(app, "c1");
    expect(app.store.state.peek().threadFailure?.message).toBe("down");
    await loadThread(app, "c1");
    expect(app.store.state.peek().threadFailure).toBe(null);
    listMessages.mockRejectedValueOnce(new Error("down"));
    await expect(healThread(app, "c1")).resolves.toBeUndefined();
  });
});
