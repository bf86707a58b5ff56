import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ReceivedEvent } from "./receive-events.ts";
import { type StreamHandlers, shareStream } from "./share-stream.ts";

/** The one real stream there may be at any time, and where it was asked to go on. */
let streams: { lastEventId: string | null; handlers: StreamHandlers; open: boolean }[];
let name: string;
let leave: (() => void)[];

beforeEach(() => {
  streams = [];
  leave = [];
  name = crypto.randomUUID();
});
afterEach(() => {
  for (const stop of leave) stop();
});

function openTab(options: { silenceLimit?: number } = {}) {
  const ids: (string | null)[] = [];
  const onGap = vi.fn();
  const onJoin = vi.fn();
  const onLink = vi.fn();
  const stop = shareStream({
    name,
    receive: (lastEventId, handlers) => {
      const stream = { lastEventId, handlers, open: true };
      streams.push(stream);
      return () => {
        stream.open = false;
      };
    },
    onEvent: ({ id }) => ids.push(id),
    onLink,
    onJoin,
    onGap,
    ...options,
  });
  leave.push(stop);
  return { ids, onGap, onJoin, onLink, close: stop };
}

const event = (id: string | null): ReceivedEvent => ({
  id,
  event: { event: "new_conversation", data: {} as never },
});
const opened = (count: number) => vi.waitFor(() => expect(streams).toHaveLength(count));

describe("shareStream", () => {
  it("opens one stream for all tabs, and every tab sees every event once", async () => {
    const first = openTab();
    await opened(1);
    const second = openTab();
    await vi.waitFor(() => expect(second.onJoin).toHaveBeenCalled());
    for (const id of ["e/1-0", null, "e/2-0"]) streams[0]!.handlers.onEvent(event(id));
    await vi.waitFor(() => expect(second.ids).toEqual(["e/1-0", null, "e/2-0"]));
    expect(first.ids).toEqual(second.ids);
    expect(streams).toHaveLength(1);
    expect(second.onGap).not.toHaveBeenCalled();
  });

  it("goes on in another tab, after what that tab applied, when the leader closes", async () => {
    const first = openTab();
    await opened(1);
    const second = openTab();
    await vi.waitFor(() => expect(second.onJoin).toHaveBeenCalled());
    streams[0]!.handlers.onEvent(event("e/1-0"));
    await vi.waitFor(() => expect(second.ids).toEqual(["e/1-0"]));
    first.close();
    await opened(2);
    expect(streams[0]!.open).toBe(false);
    expect(streams[1]!.lastEventId).toBe("e/1-0");
  });

  it("tells a tab that joins how the stream stands", async () => {
    openTab();
    await opened(1);
    streams[0]!.handlers.onLink({ state: "open" });
    streams[0]!.handlers.onEvent(event("e/7-0"));
    const second = openTab();
    await vi.waitFor(() => expect(second.onJoin).toHaveBeenCalledWith("e/7-0"));
    expect(second.onLink).toHaveBeenCalledWith({ state: "open" });
    streams[0]!.handlers.onEvent(event("e/8-0"));
    await vi.waitFor(() => expect(second.ids).toEqual(["e/8-0"]));
    expect(second.onGap).not.toHaveBeenCalled();
  });

  it("notices when a broadcast does not connect to the one before", async () => {
    const follower = openTab();
    await opened(1);
    const other = new BroadcastChannel(`live-chat:${name}:stream`);
    const second = openTab();
    await vi.waitFor(() => expect(second.onJoin).toHaveBeenCalled());
    other.postMessage({ kind: "event", previous: null, received: event("e/1-0") });
    other.postMessage({ kind: "event", previous: "e/5-0", received: event("e/6-0") });
    await vi.waitFor(() => expect(second.onGap).toHaveBeenCalledTimes(1));
    other.close();
    expect(follower.onGap).not.toHaveBeenCalled();
  });

  it("takes the place of a leader that has fallen silent", async () => {
    openTab();
    await opened(1);
    openTab({ silenceLimit: 50 });
    await opened(2);
    await vi.waitFor(() => expect(streams.map(({ open }) => open)).toEqual([false, true]));
  });
});
