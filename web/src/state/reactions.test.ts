import type { Reaction } from "@live-chat/contract/message.ts";
import { describe, expect, it } from "vitest";
import { agent, sampleConversation, sampleMessage, timeAt } from "../testing/samples.ts";
import { canReact, forgetWish, shownReactions, wishReaction } from "./reactions.ts";
import { initialState } from "./state.ts";

const customers: Reaction = { emoji: "🎉", author: { kind: "customer", id: "491700000001", name: "Ana" } };
const colleagues: Reaction = {
  emoji: "👍",
  author: { kind: "agent", id: "other", name: "Ben" },
  status: "sent",
};
const ours = (emoji: string) => ({
  emoji,
  author: { kind: "agent", id: agent.id, name: agent.name },
  status: "queued",
});

describe("what is shown", () => {
  const message = sampleMessage(1, { reactions: [customers, colleagues] });

  it("is what the server says, where nothing was chosen", () => {
    expect(shownReactions(message, undefined, agent)).toBe(message.reactions);
  });

  it("has the agent's choice in the place of ours, whoever made that: the customer sees one", () => {
    expect(shownReactions(message, "❤️", agent)).toEqual([customers, ours("❤️")]);
    expect(shownReactions(message, "", agent)).toEqual([customers]);
    expect(shownReactions(message, "👍", agent)).toBe(message.reactions);
  });

  it("has a failed one on its way again, when the same is chosen", () => {
    const error = { code: "131026", title: "no", detail: null };
    const failed = sampleMessage(1, { reactions: [{ ...colleagues, status: "failed", error }] });
    expect(shownReactions(failed, "👍", agent)).toEqual([ours("👍")]);
  });

  it("has each colleague's own on a note", () => {
    const { status, ...onNote } = colleagues;
    const note = sampleMessage(1, { direction: "internal", type: "note", reactions: [onNote] });
    const { status: _, ...own } = ours("👍");
    expect(shownReactions(note, "👍", agent)).toEqual([onNote, own]);
    expect(shownReactions(note, "", agent)).toEqual([onNote]);
  });
});

describe("a choice", () => {
  it("is forgotten when the server has it, but not the next one", () => {
    const chosen = wishReaction(initialState(agent), "m", "👍");
    expect(forgetWish(chosen, "m", "👍").reacting.size).toBe(0);
    const changed = wishReaction(chosen, "m", "");
    expect(forgetWish(changed, "m", "👍")).toBe(changed);
  });
});

describe("agents can react", () => {
  const now = Date.parse(timeAt(60));
  const open = sampleConversation({ window_expires_at: timeAt(61) });
  const closed = sampleConversation({ window_expires_at: timeAt(60) });
  const note = sampleMessage(1, { direction: "internal", type: "note" });

  it.each([
    ["to what the customer wrote", sampleMessage(1), open, true],
    ["not after the window closed", sampleMessage(1), closed, false],
    ["but then still to notes", note, closed, true],
    ["not to our own messages", sampleMessage(1, { direction: "outbound" }), open, false],
    ["not to what was taken back", sampleMessage(1, { revoked_at: timeAt(2) }), open, false],
    ["not to what is a month old", sampleMessage(1, { created_at: "2026-10-01T00:00:00.000Z" }), open, false],
    ["not where the conversation isn't known", sampleMessage(1), undefined, false],
  ])("%s", (_name, message, conversation, expected) => {
    expect(canReact(message, conversation, now)).toBe(expected);
  });
});
