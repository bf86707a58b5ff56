import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Anchor, anchorAt, windowAround } from "./thread-window.ts";

/** px from the end that still count as being there. */
const NEAR_END = 48;

type Options = {
  rows: readonly { key: string }[];
  /** Where to begin. */
  start: Anchor;
  /** Whether the last row is the newest message: only then new rows pull the view along. */
  reachesEnd: boolean;
};

/**
 * Renders only the rows around the reader, and keeps the reader's place to the pixel: the row at the top of the
 * view stays where it is, whatever is added above, grows, or turns out to be higher than estimated. The place
 * follows from the anchor, never the other way round, except when the reader scrolls.
 */
export function useThreadWindow({ rows, start, reachesEnd }: Options) {
  const scroller = useRef<HTMLDivElement>(null);
  const heights = useRef(new Map<string, number>()).current;
  const anchor = useRef<Anchor>(start);
  const viewHeight = useRef(800);
  const [, setDrawn] = useState({});
  const [visible, setVisible] = useState({ first: 0, last: -1, atEnd: start === "end" });
  const shown = windowAround(rows, heights, anchor.current, viewHeight.current);
  const current = useRef({ rows, shown, reachesEnd });
  current.current = { rows, shown, reachesEnd };

  /** Draws again when the window would now be another one. */
  const redraw = useCallback(() => {
    const { rows: all, shown: old } = current.current;
    viewHeight.current = scroller.current!.clientHeight;
    const next = windowAround(all, heights, anchor.current, viewHeight.current);
    if (next.first !== old.first || next.end !== old.end || Math.abs(next.above - old.above) > 0.5)
      setDrawn({});
  }, [heights]);

  const look = useCallback(() => {
    const element = scroller.current!;
    const frame = element.getBoundingClientRect();
    const keys = new Map(current.current.rows.map((row, index) => [row.key, index]));
    const seen = renderedRows(element).filter(
      ({ box }) => box.bottom > frame.top && box.top < frame.bottom - 8,
    );
    const first = keys.get(seen[0]?.key ?? "") ?? 0;
    const last = keys.get(seen.at(-1)?.key ?? "") ?? -1;
    const atEnd = isAtEnd(element) && current.current.reachesEnd;
    setVisible((old) =>
      old.first === first && old.last === last && old.atEnd === atEnd ? old : { first, last, atEnd },
    );
  }, []);

  /** Measures what is rendered and puts the anchor back in its place. */
  const settle = useCallback(() => {
    const element = scroller.current!;
    const rendered = renderedRows(element);
    for (const { key, box } of rendered) heights.set(key, box.height);
    place(element, rendered, anchor.current);
    redraw();
    look();
  }, [heights, redraw, look]);

  const onScroll = useCallback(() => {
    const element = scroller.current!;
    anchor.current =
      readAnchor(element, current.current.reachesEnd) ??
      anchorAt(current.current.rows, heights, element.scrollTop);
    redraw();
    look();
  }, [heights, redraw, look]);

  useLayoutEffect(settle);
  useEffect(() => {
    const element = scroller.current!;
    const observer = new ResizeObserver(settle);
    observer.observe(element);
    observer.observe(element.firstElementChild!);
    return () => observer.disconnect();
  }, [settle]);

  const moveTo = useCallback((to: Anchor) => {
    anchor.current = to;
    setDrawn({});
  }, []);
  return { scroller, shown, visible, onScroll, moveTo };
}

function renderedRows(element: HTMLElement): { key: string; box: DOMRect; element: HTMLElement }[] {
  const rows = element.querySelectorAll<HTMLElement>("[data-row-key]");
  return [...rows].map((row) => ({
    key: row.dataset.rowKey!,
    box: row.getBoundingClientRect(),
    element: row,
  }));
}

function place(element: HTMLElement, rendered: ReturnType<typeof renderedRows>, anchor: Anchor): void {
  if (anchor === "end") {
    element.scrollTop = element.scrollHeight;
    return;
  }
  const row = rendered.find(({ key }) => key === anchor.key);
  if (!row) return;
  const offset = row.box.top - element.getBoundingClientRect().top;
  if (Math.abs(offset - anchor.offset) > 0.5) element.scrollTop += offset - anchor.offset;
}

/** The anchor that the reader's own scrolling made; null where nothing is rendered. */
function readAnchor(element: HTMLElement, reachesEnd: boolean): Anchor | null {
  if (reachesEnd && isAtEnd(element)) return "end";
  const { top, bottom } = element.getBoundingClientRect();
  const row = renderedRows(element).find(({ box }) => box.bottom > top && box.top < bottom);
  return row ? { key: row.key, offset: row.box.top - top } : null;
}

function isAtEnd(element: HTMLElement): boolean {
  return element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
}
