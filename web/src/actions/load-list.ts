import { ProblemResponse } from "../api/client.ts";
import type { App } from "../app.ts";
import { extendList, type ListPage } from "../state/conversation-list.ts";
import { forgetUnconfirmed, mergeConversations, removeConversation } from "../state/conversations.ts";
import { type ListFilter, toQuery } from "../state/list-filter.ts";
import type { State } from "../state/state.ts";

const PAGE = 50;

/** Chooses what the list shows, and fetches it. */
export function showList(app: App, filter: ListFilter): Promise<void> {
  app.store.change((state) => ({ ...state, filter, listFailure: null }));
  return refreshList(app);
}

/** Fetches the shown list anew, as far down as it was loaded. */
export function refreshList(app: App): Promise<void> {
  return refresh(app, app.store.state.peek().filter);
}

/**
 * After a reset: fetches what is shown, then everything as far down as it was loaded. What neither brought is
 * forgotten. A reset that comes meanwhile makes others doubtful, which wait for its own refetch.
 */
export async function settleLists(app: App): Promise<void> {
  const { filter, unconfirmed } = app.store.state.peek();
  if (filter !== "all") await refresh(app, filter);
  await refresh(app, "all");
  await confirmOpen(app);
  const { unconfirmed: left, listFailure } = app.store.state.peek();
  const onlyThose = [...left].every((id) => unconfirmed.has(id));
  if (onlyThose && listFailure === null) app.store.change(forgetUnconfirmed);
}

/** What is on the screen may be from further down than the list is loaded. */
async function confirmOpen(app: App): Promise<void> {
  const { openId, unconfirmed } = app.store.state.peek();
  if (openId === null || !unconfirmed.has(openId)) return;
  try {
    const { conversation } = await app.api.getConversation(openId);
    app.store.change((state) => mergeConversations(state, [conversation]));
  } catch (error) {
    if (error instanceof ProblemResponse && error.status === 404)
      app.store.change((state) => removeConversation(state, openId));
  }
}

function refresh(app: App, filter: ListFilter): Promise<void> {
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
  const downTo = app.store.state.peek().lists.get(filter)?.loadedDownTo;
  let cursor: string | undefined;
  for (;;) {
    const query = { ...toQuery(filter), limit: PAGE, ...(cursor && { cursor }) };
    const page = await app.api.listConversations(query);
    app.store.change((state) => takePage(state, filter, page));
    cursor = page.next_cursor ?? undefined;
    const reached = page.conversations.at(-1)?.last_activity_at ?? "";
    if (!cursor || downTo === undefined || (downTo !== null && reached <= downTo)) break;
  }
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
