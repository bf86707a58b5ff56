import type { Conversation } from "@live-chat/contract/conversation.ts";
import { describe, expect, it, vi } from "vitest";
import { ProblemResponse } from "../api/client.ts";
import type { ConversationsQuery, LiveChatApi } from "../api/live-chat-api.ts";
import { type App, createApp } from "../app.ts";
import { applyEvent } from "../state/apply-event.ts";
import { shownConversations } from "../state/conversation-list.ts";
import { mergeConversations } from "../state/conversations.ts";
import { initialState } from "../state/state.ts";
import { createStore } from "../state/store.ts";
import { agent, sampleConversation, timeAt } from "../testing/samples.ts";
import { loadMoreConversations, refreshList, settleLists, showList } from "./load-list.ts";

/** A server with conversations of which the first is the newest; pages of `limit` by place. */
function start(count: number) {
  const stored = Array.from({ length: count }, (_, index) =>
    sampleConversation({
      conversation_id: `c${index}`,
      last_activity_at: timeAt(1000 - index),
      assignee: index % 2 ? { id: agent.id, name: null } : null,
    }),
  );
  const listConversations = vi.fn(async (query: ConversationsQuery) => page(stored, query));
  const app = createApp({
    store: createStore(initialState(agent)),
    api: { listConversations } as unknown as LiveChatApi,
    outboxStorage: {} as App["outboxStorage"],
    outboxChannel: {} as App["outboxChannel"],
  });
  return { app, stored, listConversations };
}

function page(stored: Conversation[], { assignee, cursor, limit = 50 }: ConversationsQuery) {
  const found = stored.filter((one) => assignee !== "me" || one.assignee?.id === agent.id);
  const from = Number(cursor ?? 0);
  const next_cursor = from + limit < found.length ? String(from + limit) : null;
  return { conversations: found.slice(from, from + limit), total: found.length, next_cursor };
}

const ids = (app: App) => shownConversations(app.store.state.peek()).map((one) => one.conversation_id);
const reset = (app: App, stored: Conversation[]) =>
  app.store.change((state) =>
    applyEvent(state, {
      event: "conversations",
      data: { conversations: stored.slice(0, 50), total: stored.length },
    }),
  );

describe("loading the list", () => {
  it("comes page by page, and is fetched anew as far down as it was loaded", async () => {
    const { app, stored, listConversations } = start(180);
    await refreshList(app);
    await loadMoreConversations(app);
    expect(ids(app)).toHaveLength(100);
    stored[99] = { ...stored[99]!, name: "changed", version: 2 };
    listConversations.mockClear();
    await refreshList(app);
    expect(listConversations).toHaveBeenCalledTimes(2);
    expect(app.store.state.peek().conversations.get("c99")?.name).toBe("changed");
    for (let i = 0; i < 3; i++) await loadMoreConversations(app);
    expect(ids(app)).toEqual(stored.map((one) => one.conversation_id));
  });

  it("forgets after a reset what is no longer there, also under another filter, and keeps the rest in view", async () => {
    const { app, stored } = start(120);
    await refreshList(app);
    await loadMoreConversations(app);
    await showList(app, "mine");
    stored.splice(3, 1);
    stored.splice(70, 1);
    reset(app, stored);
    const before = ids(app).length;
    await settleLists(app);
    expect(before - ids(app).length).toBeLessThanOrEqual(2);
    const fresh = createApp({ ...app, store: createStore({ ...initialState(agent), filter: "mine" }) });
    await refreshList(fresh);
    expect(ids(app)).toEqual(ids(fresh));
    expect(app.store.state.peek().unconfirmed.size).toBe(0);
  });

  it("asks for the open conversation by itself when it is from further down; erased, it goes", async () => {
    const { app, stored } = start(80);
    await refreshList(app);
    const far = stored[70]!;
    app.store.change((state) => ({ ...mergeConversations(state, [far]), openId: "c70" }));
    const getConversation = vi.fn(async () => ({ conversation: { ...far, version: 2 } }));
    Object.assign(app.api, { getConversation });
    reset(app, stored);
    await settleLists(app);
    expect(app.store.state.peek().conversations.get("c70")?.version).toBe(2);
    expect(app.store.state.peek().unconfirmed.size).toBe(0);
    const gone = { type: "", title: "", status: 404, code: "conversation_not_found" } as const;
    getConversation.mockRejectedValueOnce(new ProblemResponse(gone, null));
    reset(app, stored);
    await settleLists(app);
    expect(app.store.state.peek()).toMatchObject({ openId: null, unconfirmed: new Set() });
  });

  it("forgets nothing when the refetch fails", async () => {
    const { app, stored, listConversations } = start(80);
    await refreshList(app);
    await loadMoreConversations(app);
    reset(app, stored);
    listConversations.mockRejectedValueOnce(new Error("down"));
    await settleLists(app);
    expect(ids(app)).toHaveLength(80);
    expect(app.store.state.peek().listFailure?.message).toBe("down");
  });
});
