import { afterEach, beforeEach, expect, it } from "vitest";
import { Unreachable } from "../api/client.ts";
import type { LiveChatApi } from "../api/live-chat-api.ts";
import { type App, createApp } from "../app.ts";
import { applyEvent } from "../state/apply-event.ts";
import { shownReactions } from "../state/reactions.ts";
import { initialState } from "../state/state.ts";
import { createStore } from "../state/store.ts";
import { findMessage, newThread } from "../state/thread.ts";
import { agent, sampleConversation, sampleMessage } from "../testing/samples.ts";
import { react } from "./react.ts";

const message = sampleMessage(1);
const stored = (emoji: string, version: number) =>
  sampleMessage(1, {
    version,
    reactions:
      emoji === ""
        ? []
        : [{ emoji, author: { kind: "agent", id: agent.id, name: agent.name }, status: "queued" }],
  });
let app: App;
let asked: string[];
let answers: PromiseWithResolvers<unknown>[];

beforeEach(() => {
  [asked, answers] = [[], []];
  const api = {
    react: (_id: string, _messageId: string, emoji: string) => {
      asked.push(emoji);
      answers.push(Promise.withResolvers());
      return answers.at(-1)!.promise;
    },
  } as unknown as LiveChatApi;
  const state = {
    ...initialState(agent),
    conversations: new Map([["c1", sampleConversation({ last_seq: 1 })]]),
    threads: new Map([["c1", newThread([message], 1, null)]]),
  };
  const outboxStorage = {
    load: async () => [],
    save: async () => {},
    remove: async () => {},
    wipe: async () => {},
  };
  const outboxChannel = { tell: () => {}, close: () => {} };
  app = createApp({ store: createStore(state), api, outboxStorage, outboxChannel });
});
afterEach(() => app.stop());

function shown(): string[] {
  const { threads, reacting } = app.store.state.peek();
  const now = findMessage(threads.get("c1")!, message.message_id)!;
  return shownReactions(now, reacting.get(message.message_id), agent).map(({ emoji }) => emoji);
}
const notices = () => app.store.state.peek().notices;

it("shows a reaction at once, and keeps it without a blink when the answer and the event come", async () => {
  const done = react(app, message, "👍");
  expect(shown()).toEqual(["👍"]);
  answers[0]!.resolve({ message: stored("👍", 2) });
  await done;
  expect(shown()).toEqual(["👍"]);
  const data = { user_id: "u", conversation_id: "c1", message: stored("👍", 2) };
  app.store.change((state) => applyEvent(state, { event: "message_updated", data }));
  expect(shown()).toEqual(["👍"]);
});

it("sends only the last of several quick choices after the first, one at a time", async () => {
  const done = react(app, message, "👍");
  void react(app, message, "❤️");
  void react(app, message, "");
  expect([shown(), asked]).toEqual([[], ["👍"]]);
  answers[0]!.resolve({ message: stored("👍", 2) });
  await expect.poll(() => asked).toEqual(["👍", ""]);
  expect(shown()).toEqual([]);
  answers[1]!.resolve({ message: stored("", 3) });
  await done;
  expect(shown()).toEqual([]);
});

it("takes it back where the server refuses, says why, and can try again", async () => {
  const done = react(app, message, "👍");
  answers[0]!.reject(new Unreachable(null));
  await done;
  expect(shown()).toEqual([]);
  const [notice] = notices();
  if (!notice || !("retry" in notice)) throw new Error("nobody was told");
  notice.retry?.();
  expect([shown(), asked]).toEqual([["👍"], ["👍", "👍"]]);
});

it("says nothing of one that failed when something else was chosen since", async () => {
  const done = react(app, message, "👍");
  void react(app, message, "❤️");
  answers[0]!.reject(new Unreachable(null));
  await expect.poll(() => asked).toEqual(["👍", "❤️"]);
  answers[1]!.resolve({ message: stored("❤️", 2) });
  await done;
  expect([shown(), notices()]).toEqual([["❤️"], []]);
});
