import "fake-indexeddb/auto";
import { openDB } from "idb";
import { describe, expect, it } from "vitest";
import type { LastState, LastThread } from "../state/last-state.ts";
import { sampleConversation, sampleMessage } from "../testing/samples.ts";
import { openLastStateStorage } from "./last-state-storage.ts";

const state = (over: Partial<LastState> = {}): LastState => ({
  applied: "e/1-0",
  conversations: [sampleConversation()],
  extent: { loadedDownTo: null, nextCursor: null, total: 1 },
  pinned: [],
  counts: {},
  ...over,
});
const thread = (id: string): LastThread => ({
  conversation: sampleConversation({ conversation_id: id }),
  from: 4,
  messages: [sampleMessage(4), sampleMessage(5)],
});
const idsOf = (threads: readonly LastThread[]) => threads.map((one) => one.conversation.conversation_id);

describe("the last state on disk", () => {
  it("comes back as it was; each agent has their own", async () => {
    const storage = openLastStateStorage("alex");
    await storage.save(state());
    await storage.saveThread(thread("c1"));
    const kept = await openLastStateStorage("alex").load();
    expect(kept?.state).toMatchObject(state());
    expect(kept?.threads).toMatchObject([thread("c1")]);
    expect(await openLastStateStorage("ana").load()).toBeNull();
  });

  it("keeps the threads used last, and forgets erased ones", async () => {
    const storage = openLastStateStorage("busy");
    await storage.save(state());
    for (let i = 0; i < 15; i++) await storage.saveThread(thread(`c${i}`));
    await storage.forgetThread("c14");
    const threads = idsOf((await storage.load())!.threads);
    expect(threads).toHaveLength(11);
    expect(threads).not.toContain("c14");
    await storage.forgetThreads();
    expect((await storage.load())?.threads).toEqual([]);
  });

  it("is dropped when another version wrote it, or when it is damaged", async () => {
    const storage = openLastStateStorage("damaged");
    await storage.save(state({ conversations: [null as never] }));
    expect(await storage.load()).toBeNull();
    await storage.save(state());
    await storage.saveThread({ ...thread("c1"), messages: [sampleMessage(4), sampleMessage(6)] });
    expect((await storage.load())?.threads).toEqual([]);
    const database = await openDB("live-chat:damaged:last-state");
    await database.put("state", { ...state(), shape: "older" }, "last");
    expect(await storage.load()).toBeNull();
  });

  it("lets go when the agent signs out, and writes nothing after that", async () => {
    const storage = openLastStateStorage("leaving");
    await storage.save(state());
    await new Promise((resolve) => {
      indexedDB.deleteDatabase("live-chat:leaving:last-state").onsuccess = resolve;
    });
    await storage.save(state());
    const names = (await indexedDB.databases()).map(({ name }) => name);
    expect(names).not.toContain("live-chat:leaving:last-state");
  });
});
