import { describe, expect, it } from "vitest";
import { sampleConversation, sampleMessage, timeAt } from "../testing/samples.ts";
import { isOld, shouldNotify } from "./should-notify.ts";

const event = (message = {}, conversation = {}) => ({
  user_id: "u",
  conversation_id: "c1",
  message: sampleMessage(1, message),
  conversation: sampleConversation({ unread_count: 1, ...conversation }),
});

describe("shouldNotify", () => {
  it("tells of a customer's message in a conversation that is the agent's or nobody's", () => {
    expect(shouldNotify(event(), "agent-1", null)).toBe(true);
    expect(shouldNotify(event({}, { assignee: { id: "agent-1", name: null } }), "agent-1", "c2")).toBe(true);
  });

  it("is quiet about what the agent is looking at, what others have, and what we wrote", () => {
    expect(shouldNotify(event(), "agent-1", "c1")).toBe(false);
    expect(shouldNotify(event({}, { assignee: { id: "ana", name: null } }), "agent-1", null)).toBe(false);
    expect(shouldNotify(event({ direction: "outbound" }), "agent-1", null)).toBe(false);
    expect(shouldNotify(event({ direction: "internal" }), "agent-1", null)).toBe(false);
    expect(shouldNotify(event({}, { unread_count: 0 }), "agent-1", null)).toBe(false);
  });
});

it("knows what was written while nobody was connected, but for a moment's break", () => {
  const message = sampleMessage(1, { created_at: timeAt(10) });
  expect(isOld(message, Date.parse(timeAt(9)))).toBe(false);
  expect(isOld(message, Date.parse(timeAt(10)) + 20_000)).toBe(false);
  expect(isOld(message, Date.parse(timeAt(11)))).toBe(true);
});
