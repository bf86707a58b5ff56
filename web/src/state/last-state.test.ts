import { describe, expect, it } from "vitest";
import { agent, sampleConversation, sampleMessage, timeAt } from "../testing/samples.ts";
import { applyEvent } from "./apply-event.ts";
import { shownConversations } from "./conversation-list.ts";
import { doubtConversations } from "./conversations.ts";
import { KEPT_CONVERSATIONS, KEPT_MESSAGES, restoreState, toLastState, toLastThread } from "./last-state.ts";
import { initialState, type State } from "./state.ts";
import { newThread } from "./thread.ts";

function loaded(count: number): State {
  const conversations = Array.from({ length: count }, (_, index) =>
    sampleConversation({
      conversation_id: `c${index}`,
      last_activity_at: timeAt(1000 - index),
      last_seq: 80,
    }),
  );
  const page = { conversations, total: count };
  return applyEvent(initialState(agent), { event: "conversations", data: page }, "e/5-0");
}

const ids = (state: State) => shownConversations(state).map((one) => one.conversation_id);

describe("the last state", () => {
  it("shows the same list again, as far as it is kept, and knows where the stream goes on", () => {
    const state = { ...loaded(KEPT_CONVERSATIONS + 50), pinned: ["c190"] };
    const restored = restoreState(initialState(agent), toLastState(state)!, []);
    expect(ids(restored)).toEqual(ids(state).slice(0, KEPT_CONVERSATIONS + 1));
    expect(restored.stream.applied).toBe("e/5-0");
    expect(restored.lists.get("all")).toMatchObject({ total: KEPT_CONVERSATIONS + 50, nextCursor: null });
  });

  it("shows a thread's end again, to be fetched anew when it is opened", () => {
    const messages = Array.from({ length: 80 }, (_, index) =>
      sampleMessage(index + 1, { conversation_id: "c3" }),
    );
    const state = { ...loaded(5), threads: new Map([["c3", newThread(messages, 1, null)]]) };
    const restored = restoreState(initialState(agent), toLastState(state)!, [toLastThread(state, "c3")!]);
    const thread = restored.threads.get("c3")!;
    expect(thread.messages).toEqual(messages.slice(-KEPT_MESSAGES));
    expect(thread).toMatchObject({ from: 80 - KEPT_MESSAGES + 1, to: null, unconfirmed: true });
  });

  it("keeps nothing that is in doubt, or ends in the middle", () => {
    const state = loaded(3);
    expect(toLastState(initialState(agent))).toBeNull();
    expect(toLastState(doubtConversations(state, []))).toBeNull();
    const middle = new Map([["c1", newThread([sampleMessage(1)], 1, 1)]]);
    expect(toLastThread({ ...state, threads: middle }, "c1")).toBeNull();
  });
});
