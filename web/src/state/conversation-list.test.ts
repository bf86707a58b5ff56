import { describe, expect, it } from "vitest";
import { agent, sampleConversation, timeAt } from "../testing/samples.ts";
import { extendList, shownConversations } from "./conversation-list.ts";
import { mergeConversations } from "./conversations.ts";
import { type ListFilter, matchesSearch } from "./list-filter.ts";
import { initialState, type State } from "./state.ts";

const conversation = (id: string, minute: number, over = {}) =>
  sampleConversation({ conversation_id: id, last_activity_at: timeAt(minute), ...over });
const ids = (state: State) => shownConversations(state).map((one) => one.conversation_id);
const loaded = (conversations: ReturnType<typeof conversation>[], filter: ListFilter = "all"): State => {
  const state = mergeConversations({ ...initialState(agent), filter }, conversations);
  return extendList(state, filter, { conversations, total: conversations.length, next_cursor: null });
};

describe("the list", () => {
  it("shows the newest activity first, pinned ones above in their own order", () => {
    const state = loaded([conversation("a", 1), conversation("b", 3), conversation("c", 2)]);
    expect(ids(state)).toEqual(["b", "c", "a"]);
    expect(ids({ ...state, pinned: ["a", "c"] })).toEqual(["a", "c", "b"]);
  });

  it("shows nothing below what is loaded, because something unknown may stand in between", () => {
    const page = [conversation("new", 9), conversation("middle", 5)];
    let state = extendList(mergeConversations(initialState(agent), page), "all", {
      conversations: page,
      total: 3,
      next_cursor: "more",
    });
    state = mergeConversations(state, [conversation("seen elsewhere", 1)]);
    expect(ids(state)).toEqual(["new", "middle"]);
    state = mergeConversations(state, [conversation("seen elsewhere", 10, { version: 2 })]);
    expect(ids(state)).toEqual(["seen elsewhere", "new", "middle"]);
  });

  it.each<[ListFilter, string[]]>([
    ["mine", ["mine"]],
    ["unassigned", ["unread", "waiting", "resolved"]],
    ["unread", ["unread"]],
    ["waiting", ["waiting"]],
    ["resolved", ["resolved"]],
  ])("picks out what is %s", (filter, expected) => {
    const all = [
      conversation("mine", 9, { assignee: { id: agent.id, name: null } }),
      conversation("hers", 8, { assignee: { id: "ana", name: null } }),
      conversation("unread", 7, { unread_count: 2 }),
      conversation("waiting", 6, { status: "waiting" }),
      conversation("resolved", 5, { status: "resolved" }),
    ];
    expect(ids(loaded(all, filter))).toEqual(expected);
  });
});

describe("matchesSearch", () => {
  const jose = sampleConversation({ name: "José da Silva", phone: "+55 11 91234-5678" });
  it.each(["jose", "SILVA", "josé da", "+5511", "5511 9", ""])("finds by %j", (text) =>
    expect(matchesSearch(jose, text)).toBe(true),
  );
  it.each(["osé", "1234", "ana", "55x"])("doesn't find by %j", (text) =>
    expect(matchesSearch(jose, text)).toBe(false),
  );
});
