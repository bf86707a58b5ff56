import { effect } from "@preact/signals";
import type { App } from "../app.ts";
import { toLastState, toLastThread } from "../state/last-state.ts";
import type { State } from "../state/state.ts";
import type { Thread } from "../state/thread.ts";
import type { LastStateStorage } from "./last-state-storage.ts";

/** ms: many changes in a row are written once. */
const PAUSE = 1000;

/**
 * Writes what is on the screen to disk while the browser has nothing else to do, and when the tab is left. The
 * list is written by the tab that leads, a thread by the tab that has it open. Returns the way to stop.
 */
export function keepLastState(app: App, storage: LastStateStorage, isLeading: () => boolean): () => void {
  const stopped = new AbortController();
  const { signal } = stopped;
  const keepThread = threadKeeper(storage);
  let kept: State | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const write = () => {
    if (signal.aborted) return;
    clearTimeout(timer);
    timer = undefined;
    const state = app.store.state.peek();
    keepThread(state, state.openId);
    if (!isLeading() || (kept && isSame(kept, state))) return;
    const last = toLastState(state);
    if (!last) return;
    kept = state;
    void storage.save(last);
  };

  let openId: string | null = null;
  const stopWatching = effect(() => {
    const state = app.store.state.value;
    if (openId !== state.openId) keepThread(state, openId);
    openId = state.openId;
    timer ??= setTimeout(() => whenIdle(write), PAUSE);
  });
  const stopForgetting = forgetErased(app, storage);
  const leave = () => document.visibilityState === "hidden" && write();
  document.addEventListener("visibilitychange", leave, { signal });
  window.addEventListener("pagehide", write, { signal });
  return () => {
    stopped.abort();
    clearTimeout(timer);
    stopWatching();
    stopForgetting();
  };
}

function isSame(a: State, b: State): boolean {
  return (
    a.conversations === b.conversations &&
    a.stream.applied === b.stream.applied &&
    a.pinned === b.pinned &&
    a.counts === b.counts
  );
}

/** Keeps a thread unless it was kept as it is. */
function threadKeeper(storage: LastStateStorage): (state: State, id: string | null) => void {
  const kept = new WeakSet<Thread>();
  return (state, id) => {
    const thread = id === null ? undefined : state.threads.get(id);
    if (!thread || kept.has(thread)) return;
    const last = toLastThread(state, id!);
    if (!last) return;
    kept.add(thread);
    void storage.saveThread(last);
  };
}

/** Erased means erased: also from this browser. */
function forgetErased(app: App, storage: LastStateStorage): () => void {
  let known: ReadonlySet<string> = new Set();
  return effect(() => {
    const { removed } = app.store.state.value;
    for (const id of removed) if (!known.has(id)) void storage.forgetThread(id);
    known = removed;
  });
}

function whenIdle(work: () => void): void {
  // Safari has none.
  if (typeof requestIdleCallback === "function") requestIdleCallback(work, { timeout: PAUSE });
  else work();
}
