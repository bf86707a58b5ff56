import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { loadMoreConversations, refreshList } from "../actions/load-list.ts";
import { words } from "../language/words.ts";
import { shownConversations, shownExtent } from "../state/conversation-list.ts";
import { useApp } from "./app-context.ts";
import { ConversationRow, ROW_HEIGHT } from "./conversation-row.tsx";
import { EmptyState } from "./empty-state.tsx";
import { ListSkeleton } from "./list-skeleton.tsx";
import { useHeldOrder } from "./use-held-order.ts";
import { useRowStop } from "./use-row-stop.ts";
import { useVisibleRange } from "./use-visible-range.ts";
import "./conversation-list.css";

/** Rows this far from the end ask for the next page. */
const AHEAD = 20;

/** The conversations, newest activity first; only the rows on the screen are in the page. */
export function ConversationList() {
  const app = useApp();
  const { store } = app;
  const shown = useComputed(() => shownConversations(store.state.value)).value;
  const { rows: conversations, hold, release } = useHeldOrder(shown);
  const extent = useComputed(() => shownExtent(store.state.value)).value;
  const failure = useComputed(() => store.state.value.listFailure).value;
  const openId = useComputed(() => store.state.value.openId).value;
  const scroller = useRef<HTMLDivElement>(null);
  const { first, end } = useVisibleRange(scroller, ROW_HEIGHT, conversations.length);
  const rows = conversations.slice(first, end);
  const { stop, noteFocus } = useRowStop(
    rows.map((each) => each.conversation_id),
    openId,
  );

  useEffect(() => {
    if (end >= conversations.length - AHEAD) void loadMoreConversations(app);
  }, [app, end, conversations.length, extent?.nextCursor]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what happens to the rows inside
    <div
      class="conversation-list"
      ref={scroller}
      onPointerMove={hold}
      onPointerLeave={release}
      onFocusIn={noteFocus}
      onKeyDown={(event) => {
        hold();
        moveFocus(event, scroller.current!);
      }}
    >
      {failure && <ListFailure quiet={conversations.length > 0} />}
      {!extent && conversations.length === 0 && !failure && <ListSkeleton />}
      {extent && conversations.length === 0 && <NothingShown />}
      <ul class="conversation-rows" style={{ height: `${conversations.length * ROW_HEIGHT}px` }}>
        {rows.map((conversation, index) => (
          <li
            key={conversation.conversation_id}
            style={{ transform: `translateY(${(first + index) * ROW_HEIGHT}px)` }}
            aria-setsize={extent?.total ?? conversations.length}
            aria-posinset={first + index + 1}
          >
            <ConversationRow
              conversation={conversation}
              open={conversation.conversation_id === openId}
              tabStop={conversation.conversation_id === stop}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Arrow keys go from row to row. */
function moveFocus(event: KeyboardEvent, list: HTMLElement) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const rows = [...list.querySelectorAll<HTMLElement>(".conversation-row")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.max(0, at + step)]?.focus();
}

function NothingShown() {
  const { store } = useApp();
  const plain = useComputed(() => store.state.value.filter === "all").value;
  const w = words.value;
  if (plain) return <EmptyState icon="chat" title={w.noConversations} hint={w.noConversationsHint} />;
  return <EmptyState icon="search" title={w.nothingFound} hint={w.nothingFoundHint} />;
}

/** A list that is there stays there; the failure is then one line above it. */
function ListFailure({ quiet }: { quiet: boolean }) {
  const app = useApp();
  const w = words.value;
  const retry = (
    <button class={quiet ? "text-button" : "button"} type="button" onClick={() => void refreshList(app)}>
      {w.tryAgain}
    </button>
  );
  if (!quiet)
    return (
      <EmptyState icon="alert" title={w.listFailed}>
        {retry}
      </EmptyState>
    );
  return (
    <p class="list-failure" role="status">
      {w.listFailed} {retry}
    </p>
  );
}
