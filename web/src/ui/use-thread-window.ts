import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import {
  type Anchor,
  anchorAt,
  holdsStill,
  OVERSCAN,
  rangeAround,
  type WindowRow,
  windowAround,
} from "./thread-window.ts";

/** px that are rendered more in each frame after the first, until all that lies beyond the view is there. */
const OVERSCAN_STEP = 300;
/** px from the end that still count as being there. */
const NEAR_END = 48;

type Options = {
  rows: readonly WindowRow[];
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
  const viewHeight = useRef(window.innerHeight);
  // What can be seen is painted first, what lies beyond comes frame by frame.
  const overscan = useRef(0);
  const [, setDrawn] = useState({});
  const [visible, setVisible] = useState({ first: 0, last: -1, atEnd: start === "end" });
  const shown = windowAround(rows, heights, anchor.current, viewHeight.current, overscan.current);
  const current = useRef({ rows, shown, reachesEnd });
  current.current = { rows, shown, reachesEnd };

  /** Draws again when the window would now be another one. */
  const redraw = useCallback(() => {
    const { rows: all, shown: old } = current.current;
    viewHeight.current = scroller.current!.clientHeight;
    const next = rangeAround(all, heights, anchor.current, viewHeight.current, overscan.current);
    if (next.first !== old.first || next.end !== old.end) setDrawn({});
  }, [heights]);

  const look = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const frame = element.getBoundingClientRect();
    const seen = renderedRows(element).filter(
      ({ box }) => box.bottom > frame.top && box.top < frame.bottom - 8,
    );
    const first = seen[0]?.index ?? 0;
    const last = seen.at(-1)?.index ?? -1;
    const atEnd = isAtEnd(element) && current.current.reachesEnd;
    if (atEnd) anchor.current = "end";
    setVisible((old) =>
      old.first === first && old.last === last && old.atEnd === atEnd ? old : { first, last, atEnd },
    );
  }, []);

  /** Measures what is rendered and puts the anchor back in its place. */
  const settle = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const rendered = renderedRows(element);
    for (const { index, box } of rendered) heights.set(current.current.rows[index]!.key, box.height);
    forgetHeights(heights, current.current.rows);
    place(element, rendered, current.current.rows, anchor.current);
    redraw();
    look();
  }, [heights, redraw, look]);

  const onScroll = useCallback(() => {
    const element = scroller.current!;
    anchor.current =
      readAnchor(element, current.current) ?? anchorAt(current.current.rows, heights, element.scrollTop);
    redraw();
    look();
  }, [heights, redraw, look]);

  useLayoutEffect(settle);
  useEffect(() => {
    let frame = 0;
    const grow = () => {
      overscan.current = Math.min(OVERSCAN, overscan.current + OVERSCAN_STEP);
      redraw();
      if (overscan.current < OVERSCAN) frame = requestAnimationFrame(grow);
    };
    grow();
    return () => cancelAnimationFrame(frame);
  }, [redraw]);
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

/** Now and then, those of rows that are not loaded any more. */
function forgetHeights(heights: Map<string, number>, rows: readonly WindowRow[]): void {
  if (heights.size < 2 * rows.length + 500) return;
  const loaded = new Set(rows.map((row) => row.key));
  for (const key of heights.keys()) if (!loaded.has(key)) heights.delete(key);
}

type RenderedRow = { index: number; box: DOMRect };

function renderedRows(element: HTMLElement): RenderedRow[] {
  const rows = element.querySelectorAll<HTMLElement>("[data-row-index]");
  return [...rows].map((row) => ({ index: Number(row.dataset.rowIndex), box: row.getBoundingClientRect() }));
}

function place(
  element: HTMLElement,
  rendered: RenderedRow[],
  rows: readonly WindowRow[],
  anchor: Anchor,
): void {
  if (anchor === "end") {
    element.scrollTop = element.scrollHeight;
    return;
  }
  const row = rendered.find(({ index }) => rows[index]!.key === anchor.key);
  if (!row) return;
  const offset = row.box.top - element.getBoundingClientRect().top;
  if (Math.abs(offset - anchor.offset) > 0.5) element.scrollTop += offset - anchor.offset;
}

/** The anchor that the reader's own scrolling made; null where nothing is rendered. */
function readAnchor(element: HTMLElement, { rows, reachesEnd }: Omit<Options, "start">): Anchor | null {
  if (reachesEnd && isAtEnd(element)) return "end";
  const { top, bottom } = element.getBoundingClientRect();
  const row = renderedRows(element).find(
    ({ index, box }) => holdsStill(rows[index]!) && box.bottom > top && box.top < bottom,
  );
  return row ? { key: rows[row.index]!.key, offset: row.box.top - top } : null;
}

function isAtEnd(element: HTMLElement): boolean {
  return element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
}
