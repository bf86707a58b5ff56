import type { Message } from "@live-chat/contract/message.ts";
import { useComputed } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { loadNewer, loadOlder, loadThread } from "../actions/load-messages.ts";
import { words } from "../language/words.ts";
import type { Thread } from "../state/thread.ts";
import type { ThreadRow } from "../state/thread-rows.ts";
import { dayName } from "../text/times.ts";
import { useApp } from "./app-context.ts";
import { clock } from "./clock.ts";
import { EmptyState } from "./empty-state.tsx";
import { FloatingDay } from "./floating-day.tsx";
import { JumpToEnd } from "./jump-to-end.tsx";
import { MessageBubble } from "./message-bubble.tsx";
import { useJump } from "./use-jump.ts";
import { useMarkRead } from "./use-mark-read.ts";
import { useThreadRows } from "./use-thread-rows.ts";
import { useThreadWindow } from "./use-thread-window.ts";
import { useTrim } from "./use-trim.ts";
import "./message-list.css";

/** Rows before the beginning (or end) of what is loaded at which the next page is fetched. */
const AHEAD = 30;

type Props = { conversationId: string; thread: Thread; onReply: (message: Message) => void };

/** The messages of one conversation, if there are any; the bubble of a new one appears here. */
export function MessageList(props: Props) {
  const rows = useThreadRows(props.conversationId, props.thread);
  if (rows.length === 0) return <EmptyState icon="chat" title={words.value.noMessages} />;
  return <Messages {...props} rows={rows} />;
}

function Messages({ conversationId, thread, onReply, rows }: Props & { rows: ThreadRow[] }) {
  const app = useApp();
  const agentId = useComputed(() => app.store.state.value.agent.id).value;
  const start = useRef(
    rows.some((row) => row.kind === "unread") ? { key: "unread", offset: 72 } : "end",
  ).current;
  const reachesEnd = thread.to === null;
  const view = useThreadWindow({ rows, start: start as "end", reachesEnd });
  const { jump, marked } = useJump(conversationId, view.moveTo);
  const w = words.value;
  useMarkRead(conversationId, rows, view.visible.last);
  useTrim(conversationId, rows, view.visible.last);
  const toEnd = async () => {
    if (!reachesEnd) await loadThread(app, conversationId);
    view.moveTo("end");
  };
  useOwnMessages(rows, () => void toEnd());

  const { first, last, atEnd } = view.visible;
  const [moving, setMoving] = useState(false);
  useEffect(() => {
    if (first < AHEAD && thread.from > 1) loadOlder(app, conversationId).catch(() => {});
    if (last > rows.length - AHEAD && last >= 0 && !reachesEnd)
      loadNewer(app, conversationId).catch(() => {});
  }, [app, conversationId, first, last, thread, reachesEnd, rows.length]);

  return (
    <div class="message-list-frame">
      <FloatingDay rows={rows} first={first} moving={moving} />
      <div
        class="message-list"
        ref={view.scroller}
        onScroll={view.onScroll}
        onWheel={() => setMoving(true)}
        onTouchMove={() => setMoving(true)}
        role="log"
        aria-label={w.messages}
        aria-live={atEnd ? "polite" : "off"}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region has to be reachable by keyboard
        tabIndex={0}
      >
        <div class="message-rows">
          <div style={{ height: `${view.shown.above}px` }} />
          {rows.slice(view.shown.first, view.shown.end).map((row, index) => (
            <div
              key={row.key}
              data-row-index={view.shown.first + index}
              class={row.key === marked ? "row-marked" : undefined}
            >
              <Row row={row} agentId={agentId} onReply={onReply} onJump={jump} />
            </div>
          ))}
          <div style={{ height: `${view.shown.below}px` }} />
        </div>
      </div>
      {!atEnd && (
        <JumpToEnd conversationId={conversationId} rows={rows} lastSeen={last} onJump={() => void toEnd()} />
      )}
    </div>
  );
}

type RowProps = {
  row: ThreadRow;
  agentId: string;
  onReply: (message: Message) => void;
  onJump: (messageId: string) => void;
};

function Row({ row, ...rest }: RowProps) {
  const w = words.value;
  if (row.kind === "message") return <MessageBubble row={row} {...rest} />;
  if (row.kind === "unread") return <p class="unread-line">{w.newMessages(row.count)}</p>;
  return (
    <p class="day-line">
      <time dateTime={row.time.slice(0, 10)}>{dayName(row.time, clock.value, w.language)}</time>
    </p>
  );
}

/** What the agent just wrote is always in view. */
function useOwnMessages(rows: readonly ThreadRow[], show: () => void) {
  const newest = rows.findLast((row) => row.kind === "message" && row.outgoing)?.key ?? null;
  const known = useRef(newest);
  useEffect(() => {
    if (newest && newest !== known.current) show();
    known.current = newest;
  }, [newest]);
}
