import type { Settings } from "@live-chat/contract/settings.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProblemResponse, Unreachable } from "../api/client.ts";
import type { LiveChatApi } from "../api/live-chat-api.ts";
import { type App, createApp } from "../app.ts";
import { applyEvent } from "../state/apply-event.ts";
import { initialState } from "../state/state.ts";
import { createStore } from "../state/store.ts";
import { agent } from "../testing/samples.ts";
import { keepWorkspaceFresh, loadPart } from "./load-workspace.ts";

/** The server: what it has, how often it was asked, and what it answers instead, one after the other. */
let stored: Settings;
let asked: number;
let answers: (() => Promise<Settings>)[];
let app: App;
let stop: () => void;

const withLabel = (name: string): Settings => ({
  labels: [{ name, color: "red" }],
  mark_read_on_channel: true,
});

beforeEach(() => {
  vi.useFakeTimers();
  stored = withLabel("first");
  asked = 0;
  answers = [];
  const getSettings = async () => {
    asked++;
    const now = stored;
    const settings = await (answers.shift() ?? (async () => now))();
    return { settings };
  };
  app = createApp({
    store: createStore(initialState(agent)),
    api: { getSettings } as unknown as LiveChatApi,
    outboxStorage: {} as App["outboxStorage"],
    outboxChannel: {} as App["outboxChannel"],
  });
  stop = keepWorkspaceFresh(app);
});
afterEach(() => {
  stop();
  app.stop();
  vi.useRealTimers();
});

const shown = () => app.store.state.peek().workspace.settings?.labels[0]?.name;
const hear = (...parts: string[]) =>
  app.store.change((state) =>
    applyEvent(state, { event: "workspace_updated", data: { parts: parts as "settings"[] } }),
  );

describe("a part of the workspace", () => {
  it("is fetched again soon after it changed, once for many changes", async () => {
    await loadPart(app, "settings");
    stored = withLabel("second");
    for (let i = 0; i < 20; i++) hear("settings", "a_part_of_a_later_server");
    await vi.advanceTimersByTimeAsync(1000);
    expect(shown()).toBe("second");
    expect(asked).toBe(2);
  });

  it("that nobody looked at yet is not fetched because it changed", async () => {
    hear("settings");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toBe(0);
    await loadPart(app, "settings");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toBe(1);
  });

  it("that changed while it was on its way is fetched once more", async () => {
    let arrive = (_settings: Settings) => {};
    answers = [
      () =>
        new Promise((resolve) => {
          arrive = resolve;
        }),
    ];
    const loading = loadPart(app, "settings");
    const old = stored;
    stored = withLabel("second");
    hear("settings");
    await vi.advanceTimersByTimeAsync(1000);
    arrive(old);
    await loading;
    await vi.advanceTimersByTimeAsync(1000);
    expect(shown()).toBe("second");
    expect(asked).toBe(2);
  });

  it("is asked for again after a passing failure, not after a refusal", async () => {
    answers = [() => Promise.reject(new Unreachable(null))];
    await loadPart(app, "settings");
    expect(shown()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(6000);
    expect(shown()).toBe("first");
    const problem = { type: "about:blank", title: "No", status: 403, code: "wrong_role" };
    answers = [() => Promise.reject(new ProblemResponse(problem as never, null))];
    await loadPart(app, "settings");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(3);
    expect(shown()).toBe("first");
  });

  it("may have changed during a break in the stream: it is fetched again", async () => {
    await loadPart(app, "settings");
    stored = withLabel("second");
    const data = { conversations: [], total: 0 };
    app.store.change((state) => applyEvent(state, { event: "conversations", data }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(shown()).toBe("second");
  });
});
