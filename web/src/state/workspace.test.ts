import type { ChannelState } from "@live-chat/contract/channels.ts";
import { describe, expect, it } from "vitest";
import { agent } from "../testing/samples.ts";
import { applyEvent } from "./apply-event.ts";
import { initialState, type State } from "./state.ts";
import {
  failPart,
  labelColor,
  putOne,
  removeOne,
  setChannels,
  setPart,
  stoppedChannels,
  teamLabelsFirst,
} from "./workspace.ts";

const empty = initialState(agent);
const answer = (id: string, shortcut = id) => ({ id, shortcut, text: "Hello", updated_at: "" });
const channel = (version: number, state: ChannelState["state"]): ChannelState => {
  return { channel: "whatsapp", account: "1001", state, error: null, changed_at: null, version };
};

describe("the workspace", () => {
  it("keeps what was fetched when fetching it again fails, and forgets the failure when it works", () => {
    const failed = failPart(setPart(empty, "cannedAnswers", [answer("a")]), "cannedAnswers", new Error("no"));
    expect(failed.workspace.cannedAnswers).toEqual([answer("a")]);
    expect(failed.partFailures.cannedAnswers).toBeDefined();
    expect(setPart(failed, "cannedAnswers", []).partFailures.cannedAnswers).toBeUndefined();
  });

  it("puts a changed one in its place, a new one at the end, and takes one out", () => {
    const two = setPart(empty, "cannedAnswers", [answer("a"), answer("b")]);
    const changed = putOne(putOne(two, "cannedAnswers", answer("a", "other")), "cannedAnswers", answer("c"));
    expect(changed.workspace.cannedAnswers?.map(({ shortcut }) => shortcut)).toEqual(["other", "b", "c"]);
    const left = removeOne(changed, "cannedAnswers", answer("b")).workspace.cannedAnswers;
    expect(left?.map(({ id }) => id)).toEqual(["a", "c"]);
  });

  it("knows which channels are stopped, whatever order the events come in", () => {
    const updated = (state: State, one: ChannelState) =>
      applyEvent(state, { event: "channel_updated", data: { channel: one } });
    const stopped = updated(setPart(empty, "channels", []), channel(2, "stopped"));
    expect(stoppedChannels(updated(stopped, channel(1, "ok")))).toHaveLength(1);
    expect(stoppedChannels(updated(stopped, channel(3, "ok")))).toHaveLength(0);
  });

  it("keeps a channel's newer state, of which an event told, when an older answer comes in late", () => {
    const told = putOne(setChannels(empty, []), "channels", channel(3, "stopped"));
    expect(stoppedChannels(setChannels(told, [channel(2, "ok")]))).toHaveLength(1);
    expect(stoppedChannels(setChannels(told, [channel(4, "ok")]))).toHaveLength(0);
  });

  it("gives a label the team's colour, and gray to one that isn't on its list", () => {
    const state = setPart(empty, "settings", {
      labels: [{ name: "VIP", color: "purple" }],
      mark_read_on_channel: true,
    });
    expect(labelColor(state, "VIP")).toBe("purple");
    expect(labelColor(state, "vip?")).toBe("gray");
    expect(teamLabelsFirst(["own", "VIP"], state.workspace.settings!.labels)).toEqual(["VIP", "own"]);
  });
});
