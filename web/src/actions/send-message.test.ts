import type { SendMessageBody } from "@live-chat/contract/rest.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ProblemResponse, Unreachable } from "../api/client.ts";
import type { LiveChatApi } from "../api/live-chat-api.ts";
import { type App, createApp } from "../app.ts";
import type { OutboxNews } from "../live/share-outbox.ts";
import { applyEvent } from "../state/apply-event.ts";
import type { OutboxMessage } from "../state/outbox.ts";
import { unconfirmedMessages } from "../state/outbox.ts";
import { initialState } from "../state/state.ts";
import { createStore } from "../state/store.ts";
import { newThread } from "../state/thread.ts";
import { agent, sampleConversation, sampleMessage } from "../testing/samples.ts";
import { drainAll, sendMessage } from "./send-message.ts";
import { discardMessage, hearOutboxNews, resendMessage, takeBackUnsent } from "./unsent-messages.ts";

type Answer = (body: SendMessageBody) => Promise<unknown>;
let app: App;
let told: OutboxNews[];
let sent: SendMessageBody[];
let stored: Map<string, OutboxMessage>;

/** An app whose server answers as told, one answer per request; then it stores what comes. */
function start(answers: Answer[] = []): void {
  sent = [];
  stored = new Map();
  const api = {
    sendMessage: (_id: string, body: SendMessageBody) => {
      sent.push(body);
      return (answers.shift() ?? accept)(body);
    },
  } as unknown as LiveChatApi;
  const outboxStorage = {
    load: async () => [...stored.values()],
    save: async (message: OutboxMessage) => void stored.set(message.client_message_id, message),
    remove: async (id: string) => void stored.delete(id),
    wipe: async () => stored.clear(),
  };
  told = [];
  const outboxChannel = { tell: (news: OutboxNews) => void told.push(news), close: () => {} };
  const state = initialState(agent);
  const conversations = new Map([["c1", sampleConversation({ last_seq: 3 })]]);
  const threads = new Map([["c1", newThread([sampleMessage(3)], 3, null)]]);
  app = createApp({
    store: createStore({ ...state, conversations, threads }),
    api,
    outboxStorage,
    outboxChannel,
  });
}

function echo(body: SendMessageBody, seq = 3 + sent.length) {
  return sampleMessage(seq, {
    message_id: `stored-${seq}`,
    text: body.text,
    direction: "outbound",
    author: { kind: "agent", id: agent.id, name: agent.name },
    status: "queued",
    client_message_id: body.client_message_id,
  });
}
const accept: Answer = async (body) => ({ message: echo(body) });
const refuse =
  (status: number, code: string, more = {}): Answer =>
  async () => {
    const problem = { type: "about:blank", title: "No", status, code, ...more };
    throw new ProblemResponse(problem as never, null);
  };
const write = (text: string) => sendMessage(app, "c1", { text, type: "text", reply_to: null });
const bubbles = () => {
  const { threads, outbox } = app.store.state.peek();
  const { messages } = threads.get("c1")!;
  return [...messages, ...unconfirmedMessages(outbox, "c1", messages)].map(({ text }) => text);
};

afterEach(() => app.stop());

describe("sendMessage", () => {
  it("shows a message at once, and once, when its answer and its echo have come", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    start([(body) => held.then(() => accept(body))]);
    const done = write("hello");
    expect(bubbles()).toEqual(["message 3", "hello"]);
    release();
    await done;
    expect(bubbles()).toEqual(["message 3", "hello"]);
    expect(app.store.state.peek().outbox).toEqual([]);
    expect(stored.size).toBe(0);
  });

  it("shows one bubble when the echo is faster than the answer", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    start([(body) => held.then(() => ({ message: echo(body) }))]);
    const done = write("hello");
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    const message = echo(sent[0]!);
    const conversation = sampleConversation({ last_seq: 4, version: 2, last_message: message });
    const data = { user_id: "u", conversation_id: "c1", message, conversation };
    app.store.change((state) => applyEvent(state, { event: "new_message", data }));
    expect(bubbles()).toEqual(["message 3", "hello"]);
    release();
    await done;
    expect(bubbles()).toEqual(["message 3", "hello"]);
  });

  it("sends also while another tab stands still with the database in its hands", async () => {
    start();
    app.outboxStorage.save = () => new Promise(() => {});
    app.outboxStorage.remove = () => new Promise(() => {});
    void write("one");
    void write("two");
    await vi.waitFor(() => expect(sent.map(({ text }) => text)).toEqual(["one", "two"]), 5000);
  });

  it("sends in the order of writing, one after the other", async () => {
    start();
    await Promise.all([write("one"), write("two"), write("three")]);
    await vi.waitFor(() => expect(app.store.state.peek().outbox).toEqual([]));
    expect(sent.map(({ text }) => text)).toEqual(["one", "two", "three"]);
    // Each expects the one before, so that none is asked back because of it.
    expect(sent.map(({ expected_seq }) => expected_seq)).toEqual([3, 4, 5]);
  });

  it("tries again with the same id after a passing failure, and loses nothing meanwhile", async () => {
    start([async () => Promise.reject(new Unreachable(null)), refuse(503, "unavailable")]);
    await write("hello");
    expect(bubbles()).toContain("hello");
    expect([...stored.values()].map(({ text }) => text)).toEqual(["hello"]);
    await vi.waitFor(() => expect(sent).toHaveLength(3), { timeout: 5000 });
    expect(new Set(sent.map((body) => body.client_message_id)).size).toBe(1);
    await vi.waitFor(() => expect(stored.size).toBe(0));
  });

  it("keeps a refused message with its reason, and lets the next one pass", async () => {
    start([refuse(400, "bad_request", { detail: "Too long." })]);
    await write("refused");
    await write("fine");
    const [failed] = app.store.state.peek().outbox;
    expect(failed).toMatchObject({ text: "refused", state: "failed", problem: "Too long." });
    expect(bubbles()).toContain("fine");
    await resendMessage(app, failed!);
    expect(app.store.state.peek().outbox).toEqual([]);
    expect(sent.at(-1)).toMatchObject({ text: "refused", client_message_id: failed!.client_message_id });
  });

  it("asks before sending when somebody else wrote meanwhile", async () => {
    const missed = [sampleMessage(4, { text: "wait!" })];
    start([refuse(409, "conversation_moved", { missed, last_seq: 4 })]);
    await write("hello");
    expect(sent[0]).toMatchObject({ expected_seq: 3 });
    expect(app.store.state.peek().outbox[0]).toMatchObject({ state: "moved" });
    expect(bubbles()).toEqual(["message 3", "wait!", "hello"]);
    await resendMessage(app, app.store.state.peek().outbox[0]!);
    expect(app.store.state.peek().outbox).toEqual([]);
  });

  it("has seen what the thread shows, not what the conversation knows", async () => {
    start();
    const take = (seq: number, last_seq: number) =>
      app.store.change((state) => ({
        ...state,
        conversations: new Map([["c1", sampleConversation({ last_seq })]]),
        threads: new Map([["c1", newThread([sampleMessage(seq)], seq, null)]]),
      }));
    take(4, 3);
    await write("a fetched message came before its event");
    take(8, 9);
    await write("the newest isn't on the screen yet");
    expect(sent.map((body) => body.expected_seq)).toEqual([4, 8]);
  });

  it("doesn't ask when only its own messages came in between", async () => {
    const own = sampleMessage(4, {
      author: { kind: "agent", id: agent.id, name: null },
      direction: "outbound",
    });
    start([refuse(409, "conversation_moved", { missed: [own], last_seq: 4 })]);
    await write("hello");
    expect(sent.map((body) => body.expected_seq)).toEqual([3, 4]);
    expect(app.store.state.peek().outbox).toEqual([]);
  });

  it("discards on request only", async () => {
    start([refuse(400, "bad_request")]);
    await write("refused");
    await discardMessage(app, app.store.state.peek().outbox[0]!);
    expect(app.store.state.peek().outbox).toEqual([]);
    expect(stored.size).toBe(0);
  });

  it("gives an unsent message back to be written anew", async () => {
    start([refuse(400, "bad_request")]);
    await write("refused");
    expect(takeBackUnsent(app, "c1")).toEqual({ text: "refused", type: "text", reply_to: null });
    expect(app.store.state.peek().outbox).toEqual([]);
    expect(takeBackUnsent(app, "c1")).toBe(null);
  });

  it("shows and sends what another tab wrote and could not send any more", async () => {
    start([refuse(400, "bad_request")]);
    await write("from the closed tab");
    const news = told.findLast((one) => one.kind === "saved")!;
    start();
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    hearOutboxNews(app, { ...news, message: { ...news.message, state: "sending" } } as OutboxNews);
    expect(bubbles()).toContain("from the closed tab");
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(app.store.state.peek().outbox).toEqual([]));
    expect(sent).toMatchObject([{ text: "from the closed tab" }]);
    expect(told.at(-1)).toMatchObject({ kind: "settled", stored: { text: "from the closed tab" } });
  });

  it("shows one bubble when another tab's message was stored", () => {
    start();
    const message = { client_message_id: "theirs", conversation_id: "c1", type: "text", text: "theirs" };
    const saved = {
      ...message,
      reply_to: null,
      expected_seq: null,
      created_at: "",
      state: "failed",
      problem: "",
    };
    hearOutboxNews(app, { kind: "saved", message: saved as OutboxMessage });
    expect(bubbles()).toEqual(["message 3", "theirs"]);
    const stored = sampleMessage(4, { client_message_id: "theirs", text: "theirs" });
    hearOutboxNews(app, { kind: "settled", id: "theirs", stored });
    expect(bubbles()).toEqual(["message 3", "theirs"]);
    expect(app.store.state.peek().outbox).toEqual([]);
  });

  it("sends what an earlier visit left", async () => {
    start();
    const left = {
      client_message_id: "left",
      conversation_id: "c1",
      type: "text",
      text: "left",
      reply_to: null,
    };
    const more = { expected_seq: null, created_at: "", state: "waiting", problem: null };
    app.store.change((state) => ({ ...state, outbox: [{ ...left, ...more } as OutboxMessage] }));
    await drainAll(app);
    expect(sent).toMatchObject([{ client_message_id: "left", text: "left" }]);
  });
});
