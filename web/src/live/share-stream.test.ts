import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ReceivedEvent } from "./receive-events.ts";
import { type ShareOptions, type StreamHandlers, shareStream } from "./share-stream.ts";
import type { Wake } from "./wake-up.ts";

/** The one real stream there may be at any time, and where it was asked to go on. */
let streams: { lastEventId: string | null; handlers: StreamHandlers; open: boolean; wakes: Wake[] }[];
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

function openTab(options: Partial<ShareOptions> = {}) {
  const ids: (string | null)[] = [];
  const onGap = vi.fn();
  const onJoin = vi.fn();
  const onLink = vi.fn();
  let wake: (wake: Wake) => void = () => {};
  const sharing = shareStream({
    name,
    receive: (lastEventId, handlers) => {
      const stream = { lastEventId, handlers, open: true, wakes: [] as Wake[] };
      streams.push(stream);
      return {
        stop: () => {
          stream.open = false;
        },
        wake: (why) => stream.wakes.push(why),
        check: () => {},
      };
    },
    onEvent: ({ id }) => ids.push(id),
    onLink,
    onJoin,
    onGap,
    watchWakeUps: (onWake) => {
      wake = onWake;
      return () => {};
    },
    ...options,
  });
  leave.push(sharing.leave.bind(sharing));
  return {
    ids,
    onGap,
    onJoin,
    onLink,
    wake: (why: Wake) => wake(why),
    close: () => sharing.leave(),
    sharing,
  };
}

/** Another tab that says whatever a test wants to be said; `heard` is what it heard. */
function openStranger() {
  const channel = new BroadcastChannel(`live-chat:${name}:stream`);
  leave.push(() => channel.close());
  return { say: (broadcast: object) => channel.postMessage(broadcast) };
}

/** Holds the lock without ever saying a word, as a frozen tab does. Resolves when it has it. */
function freezeLeader(): Promise<void> {
  return new Promise((resolve) => {
    const request = navigator.locks.request(`live-chat:${name}:leader`, () => {
      resolve();
      return new Promise<void>((release) => leave.push(release));
    });
    request.catch(() => {});
  });
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
    await vi.waitFor(() => expect(second.onLink).toHaveBeenCalled());
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
    await vi.waitFor(() => expect(second.onLink).toHaveBeenCalled());
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
    await freezeLeader();
    const tab = openTab({ answerLimit: 60_000 });
    const leader = openStranger();
    leader.say({ kind: "event", term: 1, previous: null, received: event("e/1-0") });
    leader.say({ kind: "event", term: 1, previous: "e/5-0", received: event("e/6-0") });
    await vi.waitFor(() => expect(tab.ids).toEqual(["e/1-0", "e/6-0"]));
    expect(tab.onGap).toHaveBeenCalledTimes(1);
  });

  it("bears a leader of a later version, which says more than it understands", async () => {
    await freezeLeader();
    const tab = openTab({ applied: "e/1-0", answerLimit: 60_000 });
    const leader = openStranger();
    leader.say({ kind: "link", term: 1, link: { state: "open" } });
    leader.say({ kind: "of a later version", term: 1 });
    const strange = { id: "e/2-0", event: { event: "of_a_later_server", data: {} } };
    leader.say({ kind: "event", term: 1, previous: "e/1-0", received: strange });
    leader.say({ kind: "event", term: 1, previous: "e/2-0", received: event("e/3-0") });
    await vi.waitFor(() => expect(tab.ids).toEqual(["e/2-0", "e/3-0"]));
    expect(tab.onGap).not.toHaveBeenCalled();
    expect(tab.onLink.mock.calls).toEqual([[{ state: "open" }]]);
  });

  it("notices by the leader's standing that it missed something, or showed something old", async () => {
    openTab();
    await opened(1);
    streams[0]!.handlers.onEvent(event("e/7-0"));
    const old = openTab({ applied: "e/3-0" });
    await vi.waitFor(() => expect(old.onGap).toHaveBeenCalledWith("e/7-0"));
    const current = openTab({ applied: "e/7-0" });
    streams[0]!.handlers.onEvent(event("e/8-0"));
    await vi.waitFor(() => expect(current.ids).toEqual(["e/8-0"]));
    expect(current.onGap).not.toHaveBeenCalled();
  });

  it("goes on after what is shown from storage, when it is the first tab", async () => {
    openTab({ applied: "e/3-0" });
    await opened(1);
    expect(streams[0]!.lastEventId).toBe("e/3-0");
  });

  it("drops what it has applied already when the new leader goes on from further back", async () => {
    await freezeLeader();
    const tab = openTab({ applied: "e/5-0", answerLimit: 60_000 });
    const leader = openStranger();
    leader.say({ kind: "standing", term: 1, link: { state: "open" }, applied: "e/3-0", beat: null });
    leader.say({ kind: "event", term: 1, previous: "e/3-0", received: event("e/4-0") });
    leader.say({ kind: "event", term: 1, previous: "e/4-0", received: event("e/5-0") });
    leader.say({ kind: "event", term: 1, previous: "e/5-0", received: event("e/6-0") });
    await vi.waitFor(() => expect(tab.ids).toEqual(["e/6-0"]));
    expect(tab.onGap).not.toHaveBeenCalled();
  });

  it("takes the place of a leader that hangs, and doesn't listen to it any more", async () => {
    await freezeLeader();
    const tab = openTab({ patience: { seen: 50, unseen: 60_000 }, answerLimit: 50 });
    await opened(1);
    openStranger().say({ kind: "event", term: 1, previous: null, received: event("e/1-0") });
    const second = openTab();
    await vi.waitFor(() => expect(second.onLink).toHaveBeenCalled());
    expect(tab.ids).toEqual([]);
    expect(tab.sharing.isLeading()).toBe(true);
  });

  it("leaves a leader alone that answers", async () => {
    openTab();
    await opened(1);
    const second = openTab({ patience: { seen: 1, unseen: 1 }, answerLimit: 300 });
    second.wake("look");
    const asked = vi.waitFor(() => expect(streams[0]!.wakes).toContain("look"));
    await asked;
    await vi.waitFor(() => expect(second.onLink.mock.calls.length).toBeGreaterThan(3), { timeout: 5000 });
    expect(streams).toHaveLength(1);
  });

  it("hands over when the browser is about to freeze it, and misses nothing when it comes back", async () => {
    const first = openTab();
    await opened(1);
    const second = openTab();
    streams[0]!.handlers.onEvent(event("e/1-0"));
    await vi.waitFor(() => expect(second.ids).toEqual(["e/1-0"]));
    first.wake("frozen");
    await opened(2);
    expect(streams.map(({ open, lastEventId }) => [open, lastEventId])).toEqual([
      [false, null],
      [true, "e/1-0"],
    ]);
    first.wake("back");
    streams[1]!.handlers.onEvent(event("e/2-0"));
    await vi.waitFor(() => expect(first.ids).toEqual(["e/1-0", "e/2-0"]));
    second.close();
    await opened(3);
  });

  it("lets any tab ask for a connection now", async () => {
    openTab();
    await opened(1);
    const second = openTab();
    await vi.waitFor(() => expect(second.onLink).toHaveBeenCalled());
    second.sharing.reconnect();
    await vi.waitFor(() => expect(streams[0]!.wakes).toEqual(["back"]));
  });
});
