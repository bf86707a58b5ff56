import type { App } from "../app.ts";
import type { Notice } from "../state/state.ts";

let lastNotice = 0;

/** Tells the agent what went wrong; `retry` is offered as a button. */
export function notify(app: App, failure: Error, retry: (() => void) | null = null): void {
  show(app, { id: ++lastNotice, failure, retry });
}

/** Tells the agent, in passing, what was done. */
export function tellDone(app: App, done: Extract<Notice, { done: unknown }>["done"]): void {
  show(app, { id: ++lastNotice, done });
}

function show(app: App, notice: Notice): void {
  app.store.change((state) => ({ ...state, notices: [...state.notices.slice(-2), notice] }));
}

export function dismissNotice(app: App, id: number): void {
  app.store.change((state) => ({ ...state, notices: state.notices.filter((notice) => notice.id !== id) }));
}
