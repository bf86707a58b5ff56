import type { App } from "../app.ts";
import { extendList, type ListPage } from "../state/conversation-list.ts";
import { forgetUnconfirmed, mergeConversations } from "../state/conversations.ts";
import { type ListFilter, toQuery } from "../state/list-filter.ts";
import type { State } from "../state/state.ts";

const PAGE = 50;

/** Chooses what the list shows, and fetches it. */
export function showList(app: App, filter: ListFilter): Promise<void> {
  app.store.change((state) => ({ ...state, filter, listFailure: null }));
  return refreshList(app);
}

/** Fetches the shown list anew, as far down as it was loaded; what a reset left unconfirmed is settled then. */
export function refreshList(app: App): Promise<void> {
  const { filter } = app.store.state.peek();
  return app.once(`refresh ${filter}`, () => guard(app, () => refetch(app, filter)));
}

/** Fetches the next page of the shown list, when there is one. */
export function loadMoreConversations(app: App): Promise<void> {
  const { filter, lists } = app.store.state.peek();
  const extent = lists.get(filter);
  if (!extent || extent.loadedDownTo === null) return Promise.resolve();
  if (extent.nextCursor === null) return refreshList(app);
  const cursor = extent.nextCursor;
  return app.once(`more ${filter}`, () =>
    guard(app, async () => {
      const page = await app.api.listConversations({ ...toQuery(filter), limit: PAGE, cursor });
      app.store.change((state) => takePage(state, filter, page));
    }),
  );
}

async function refetch(app: App, filter: ListFilter): Promise<void> {
  const before = app.store.state.peek();
  const downTo = before.lists.get(filter)?.loadedDownTo;
  const doubtful = before.unconfirmed;
  let cursor: string | undefined;
  for (;;) {
    const query = { ...toQuery(filter), limit: PAGE, ...(cursor && { cursor }) };
    const page = await app.api.listConversations(query);
    app.store.change((state) => takePage(state, filter, page));
    cursor = page.next_cursor ?? undefined;
    const reached = page.conversations.at(-1)?.last_activity_at ?? "";
    if (!cursor || downTo === undefined || (downTo !== null && reached <= downTo)) break;
  }
  // A reset that came meanwhile made others doubtful: those wait for its own refetch.
  if (filter === "all" && app.store.state.peek().unconfirmed.size <= doubtful.size)
    app.store.change(forgetUnconfirmed);
}

function takePage(state: State, filter: ListFilter, page: ListPage): State {
  return extendList(mergeConversations(state, page.conversations), filter, page);
}

async function guard(app: App, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    app.store.change((state) => ({ ...state, listFailure: error as Error }));
  }
}
