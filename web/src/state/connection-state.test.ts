import { describe, expect, it } from "vitest";
import { agent } from "../testing/samples.ts";
import { applyLink, connectionState } from "./connection-state.ts";
import { initialState, type State, type StreamPosition } from "./state.ts";
import { newThread } from "./thread.ts";

const open = { state: "open" } as const;
const caughtUp = { link: open, applied: "e/10-1", head: "e/10-1" };
const stateOf = (stream: StreamPosition, over: Partial<State> = {}) =>
  connectionState({ ...initialState(agent), stream, ...over }).state;

describe("connectionState", () => {
  it("is live when everything up to the log's head is applied", () => {
    expect(stateOf(caughtUp)).toBe("live");
    expect(stateOf({ link: open, applied: "e/11-0", head: "e/10-1" })).toBe("live");
  });

  it("is catching up while the log is ahead, or in another epoch, or nobody knows", () => {
    expect(stateOf({ link: open, applied: "e/9-9", head: "e/10-0" })).toBe("catching-up");
    expect(stateOf({ link: open, applied: "e/10-1", head: "e/10-2" })).toBe("catching-up");
    expect(stateOf({ link: open, applied: "e/10-1", head: "f/10-1" })).toBe("catching-up");
    expect(stateOf({ link: open, applied: null, head: "e/10-1" })).toBe("catching-up");
    expect(stateOf({ link: open, applied: "e/10-1", head: null })).toBe("catching-up");
    expect(stateOf({ ...caughtUp, link: { state: "connecting", again: false } })).toBe("catching-up");
  });

  it("is catching up while something on the screen waits to be fetched again", () => {
    const threads = new Map([["c1", { ...newThread([], 1, null), unconfirmed: true }]]);
    expect(stateOf(caughtUp, { unconfirmed: new Set(["c1"]) })).toBe("catching-up");
    expect(stateOf(caughtUp, { threads, openId: "c1" })).toBe("catching-up");
    expect(stateOf(caughtUp, { threads, openId: null })).toBe("live");
  });

  it("says when it tries again, and that there is no network", () => {
    const waiting = { state: "waiting", retryAt: 123 } as const;
    const state = initialState(agent);
    expect(connectionState(applyLink(state, waiting))).toEqual({ state: "reconnecting", retryAt: 123 });
    expect(stateOf({ ...caughtUp, link: { state: "connecting", again: true } })).toBe("reconnecting");
    expect(stateOf({ ...caughtUp, link: { state: "offline" } })).toBe("offline");
  });

  it("trusts the head that it heard of on this connection only", () => {
    const state = { ...initialState(agent), stream: caughtUp };
    const again = applyLink(applyLink(state, { state: "connecting", again: false }), open);
    expect(connectionState(state).state).toBe("live");
    expect(connectionState(again).state).toBe("catching-up");
  });
});
