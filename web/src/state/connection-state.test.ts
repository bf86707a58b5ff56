import { describe, expect, it } from "vitest";
import { connectionState } from "./connection-state.ts";

const open = { state: "open" } as const;

describe("connectionState", () => {
  it("is live when everything up to the log's head is applied", () => {
    expect(connectionState({ link: open, applied: "e/10-1", head: "e/10-1" }).state).toBe("live");
    expect(connectionState({ link: open, applied: "e/11-0", head: "e/10-1" }).state).toBe("live");
    expect(connectionState({ link: open, applied: null, head: null }).state).toBe("live");
  });

  it("is catching up while the log is ahead, or in another epoch", () => {
    expect(connectionState({ link: open, applied: "e/9-9", head: "e/10-0" }).state).toBe("catching-up");
    expect(connectionState({ link: open, applied: "e/10-1", head: "e/10-2" }).state).toBe("catching-up");
    expect(connectionState({ link: open, applied: "e/10-1", head: "f/10-1" }).state).toBe("catching-up");
    expect(connectionState({ link: open, applied: null, head: "e/10-1" }).state).toBe("catching-up");
    expect(connectionState({ link: { state: "connecting" }, applied: "e/1-0", head: "e/1-0" }).state).toBe(
      "catching-up",
    );
  });

  it("says when it tries again, and that there is no network", () => {
    const waiting = { state: "waiting", retryAt: 123 } as const;
    expect(connectionState({ link: waiting, applied: null, head: null })).toEqual({
      state: "reconnecting",
      retryAt: 123,
    });
    expect(connectionState({ link: { state: "offline" }, applied: null, head: null }).state).toBe("offline");
  });
});
