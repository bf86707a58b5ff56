import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * For what opens beside something else: the keyboard goes there only where its opener is covered by it, as on a
 * phone. Returns the element's ref, whose heading takes the focus, and what gives it back to the opener.
 */
export function useFocusBack<E extends HTMLElement>() {
  const place = useRef<E>(null);
  const opener = useRef<HTMLElement | null>(null);
  // Before the browser notices that the opener is covered, and takes the focus from it.
  useLayoutEffect(() => {
    opener.current = document.activeElement as HTMLElement | null;
    if (!opener.current?.checkVisibility()) place.current?.querySelector<HTMLElement>("h1")?.focus();
  }, []);
  // What covered it is gone only after this.
  const giveBack = () => requestAnimationFrame(() => opener.current?.focus());
  return { place, giveBack };
}
