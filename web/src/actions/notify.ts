import type { App } from "../app.ts";

let lastNotice = 0;

/** Tells the agent what went wrong; `retry` is offered as a button. */
export function notify(app: App, failure: Error, retry: (() => void) | null = null): void {
  const notice = { id: ++lastNotice, failure, retry };
  app.store.change((state) => ({ ...state, notices: [...state.notices.slice(-2), notice] }));
}

export function dismissNotice(app: App, id: number): void {
  app.store.change((state) => ({ ...state, notices: state.notices.filter((notice) => notice.id !== id) }));
}
