import { describe, expect, it } from "vitest";
import { agent, sampleConversation, sampleMessage } from "../testing/samples.ts";
import { applyEvent } from "./apply-event.ts";
import { initialState } from "./state.ts";
import { forgetAbsent, typistsIn, viewersOf } from "./together.ts";

const start = initialState(agent);
const presence = (id: string, conversation_id: string | null, status: "online" | "offline" = "online") =>
  ({ event: "presence", data: { agent: { id, name: id }, conversation_id, status, ttl: 60_000 } }) as const;
const typing = (id: string, on = true) =>
  ({
    event: "typing",
    data: { conversation_id: "c1", author: { kind: "agent", id, name: id }, typing: on, ttl: 6000 },
  }) as const;
const names = (people: { id: string }[]) => people.map(({ id }) => id);

describe("working together", () => {
  it("shows who has a conversation on the screen, until they go elsewhere, leave or fall silent", () => {
    const here = applyEvent(start, presence("ana", "c1"), null, 1000);
    expect(names(viewersOf(here, "c1"))).toEqual(["ana"]);
    expect(viewersOf(applyEvent(here, presence("ana", "c2"), null, 2000), "c1")).toEqual([]);
    expect(viewersOf(applyEvent(here, presence("ana", "c1", "offline"), null, 2000), "c1")).toEqual([]);
    expect(names(viewersOf(forgetAbsent(here, 60_000), "c1"))).toEqual(["ana"]);
    expect(viewersOf(forgetAbsent(here, 61_001), "c1")).toEqual([]);
  });

  it("shows who is typing, until they stop, fall silent, or their message is there", () => {
    const here = applyEvent(start, typing("ana"), null, 1000);
    expect(names(typistsIn(here, "c1"))).toEqual(["ana"]);
    expect(typistsIn(applyEvent(here, typing("ana", false), null, 2000), "c1")).toEqual([]);
    expect(typistsIn(forgetAbsent(here, 7001), "c1")).toEqual([]);
    const message = sampleMessage(1, { author: { kind: "agent", id: "ana", name: "ana" } });
    const data = { user_id: "u", conversation_id: "c1", message, conversation: sampleConversation() };
    expect(typistsIn(applyEvent(here, { event: "new_message", data }), "c1")).toEqual([]);
  });

  it("never shows an agent to themselves", () => {
    expect(viewersOf(applyEvent(start, presence(agent.id, "c1"), null, 0), "c1")).toEqual([]);
    expect(typistsIn(applyEvent(start, typing(agent.id), null, 0), "c1")).toEqual([]);
  });
});
