import type { App } from "../app.ts";
import { extendList, type ListPage, listKey } from "../state/conversation-list.ts";
import { forgetUnconfirmed, mergeConversations } from "../state/conversations.ts";
import { type ListFilter, toQuery } from "../state/list-filter.ts";
import type { State } from "../state/state.ts";

const PAGE = 50;

/** Chooses what the list shows, and fetches it. */
export function showList(app: App, filter: ListFilter, search: string): Promise<void> {
  app.store.change((state) => ({ ...state, filter, search, listFailure: null }));
  return refreshList(app);
}

/** Fetches the shown list anew, as far down as it was loaded; what a reset left unconfirmed is settled then. */
export function refreshList(app: App): Promise<void> {
  const { filter, search } = app.store.state.peek();
  return app.once(`refresh ${listKey(filter, search)}`, () => guard(app, () => refetch(app, filter, search)));
}

/** Fetches the next page of the shown list, when there is one. */
export function loadMoreConversations(app: App): Promise<void> {
  const { filter, search, lists } = app.store.state.peek();
  const key = listKey(filter, search);
  const extent = lists.get(key);
  if (!extent || extent.loadedDownTo === null) return Promise.resolve();
  if (extent.nextCursor === null) return refreshList(app);
  const cursor = extent.nextCursor;
  return app.once(`more ${key}`, () =>
    guard(app, async () => {
      const page = await app.api.listConversations({ ...toQuery(filter, search), limit: PAGE, cursor });
      app.store.change((state) => takePage(state, key, page));
    }),
  );
}

async function refetch(app: App, filter: ListFilter, search: string): Promise<void> {
  const key = listKey(filter, search);
  const before = app.store.state.peek();
  const downTo = before.lists.get(key)?.loadedDownTo;
  const doubtful = before.unconfirmed;
  let cursor: string | undefined;
  for (;;) {
    const query = { ...toQuery(filter, search), limit: PAGE, ...(cursor && { cursor }) };
    const page = await app.api.listConversations(query);
    app.store.change((state) => takePage(state, key, page));
    cursor = page.next_cursor ?? undefined;
    const reached = page.conversations.at(-1)?.last_activity_at ?? "";
    if (!cursor || downTo === undefined || (downTo !== null && reached <= downTo)) break;
  }
  // A reset that came meanwhile made others doubtful: those wait for its own refetch.
  if (key === listKey("all", "") && app.store.state.peek().unconfirmed.size <= doubtful.size)
    app.store.change(forgetUnconfirmed);
}

function takePage(state: State, key: string, page: ListPage): State {
  return extendList(mergeConversations(state, page.conversations), key, page);
}

async function guard(app: App, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    app.store.change((state) => ({ ...state, listFailure: error as Error }));
  }
}
