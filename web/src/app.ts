import type { LiveChatApi } from "./api/live-chat-api.ts";
import type { OutboxChannel } from "./live/share-outbox.ts";
import type { Store } from "./state/store.ts";
import type { OutboxStorage } from "./storage/outbox-storage.ts";

/** What every action works with: the state, the server, and what survives a reload. */
export type App = {
  store: Store;
  api: LiveChatApi;
  outboxStorage: OutboxStorage;
  outboxChannel: OutboxChannel;
  /** Runs `work` unless the same is already under way; then that one is waited for. */
  once(name: string, work: () => Promise<void>): Promise<void>;
  /** Runs `work` after `delay` ms; of several under one name only the last. */
  later(name: string, delay: number, work: () => void): void;
  /** Runs `work` within `delay` ms, once for all who ask until then: however many keep asking, it comes. */
  soon(name: string, delay: number, work: () => void): void;
  /** Connects now instead of when it is time. */
  reconnect(): void;
  /** Forgets what waits for later, for good. */
  stop(): void;
};

export function createApp(parts: Omit<App, "once" | "later" | "soon" | "reconnect" | "stop">): App {
  const running = new Map<string, Promise<void>>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let stopped = false;
  return {
    ...parts,
    once(name, work) {
      const known = running.get(name);
      if (known) return known;
      const run = work().finally(() => running.delete(name));
      running.set(name, run);
      return run;
    },
    later(name, delay, work) {
      clearTimeout(timers.get(name));
      if (!stopped) timers.set(name, setTimeout(work, delay));
    },
    soon(name, delay, work) {
      if (stopped || timers.has(name)) return;
      const run = () => {
        timers.delete(name);
        work();
      };
      timers.set(name, setTimeout(run, delay));
    },
    reconnect() {},
    stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
