import { useEffect, useRef } from "preact/hooks";

/**
 * For what opens beside something else: the keyboard goes there only where its opener is covered by it, as on a
 * phone, and comes back to the opener when it closes. Returns the element's ref; its heading takes the focus.
 */
export function useFocusBack<E extends HTMLElement>() {
  const place = useRef<E>(null);
  useEffect(() => {
    const element = place.current!;
    const opener = document.activeElement as HTMLElement | null;
    if (opener && !opener.checkVisibility()) element.querySelector<HTMLElement>("h1")?.focus();
    return () => {
      const inside = element.contains(document.activeElement);
      // What covered it is gone only after this.
      if (inside) requestAnimationFrame(() => opener?.isConnected && opener.focus());
    };
  }, []);
  return place;
}
