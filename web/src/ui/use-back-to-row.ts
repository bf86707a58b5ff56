import { useEffect, useRef } from "preact/hooks";

/** Whoever leaves a conversation finds the keyboard at its row in the list. */
export function useBackToRow(openId: string | null): void {
  const before = useRef(openId);
  useEffect(() => {
    const left = before.current;
    before.current = openId;
    if (left === null || openId !== null) return;
    // On a phone the rows are there only once the list is.
    requestAnimationFrame(() => {
      const lost = document.activeElement === document.body;
      if (lost) document.querySelector<HTMLElement>(`[data-conversation-id="${CSS.escape(left)}"]`)?.focus();
    });
  }, [openId]);
}
