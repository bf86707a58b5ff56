import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";

/** Rows rendered beyond what is visible, on either side. */
const OVERSCAN = 6;

/**
 * Which of `count` rows of equal height (px) are in view of a scrolling element: from `first` up to `end`. None
 * before it is measured, which is done before anything is painted: then the browser lays out only rows that are
 * needed, and once; and none while it isn't shown.
 */
export function useVisibleRange(scroller: RefObject<HTMLElement | null>, rowHeight: number, count: number) {
  const [range, setRange] = useState({ first: 0, end: 0 });
  const measure = () => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop, clientHeight } = element;
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - OVERSCAN);
    const end = clientHeight === 0 ? first : Math.ceil((scrollTop + clientHeight) / rowHeight) + OVERSCAN;
    setRange((old) => (old.first === first && old.end === end ? old : { first, end }));
  };
  useLayoutEffect(measure, [count]);
  useEffect(() => {
    const element = scroller.current!;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, []);
  return { first: Math.min(range.first, Math.max(0, count - 1)), end: Math.min(range.end, count) };
}
