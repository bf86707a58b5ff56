import { useLayoutEffect, useRef } from "preact/hooks";

/** Where the keyboard begins: at the first thing to fill in, else at the way out. */
const FIRST = "form :is(input, textarea, select), .dialog-actions button, .form-dialog-actions button";

/**
 * Opens a dialog element modally for as long as it is in the page, and gives the focus back afterwards: to what had
 * it, or, where that is gone, to the page's heading.
 */
export function useModal() {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before anything is painted: the next key belongs in here already.
  useLayoutEffect(() => {
    const element = dialog.current!;
    const before = document.activeElement as HTMLElement | null;
    element.showModal();
    element.querySelector<HTMLElement>(FIRST)?.focus();
    return () => {
      const { activeElement } = document;
      // Whoever was quicker and went on elsewhere stays there.
      if (activeElement && activeElement !== document.body && !element.contains(activeElement)) return;
      (before?.isConnected ? before : document.querySelector<HTMLElement>("main h1"))?.focus();
    };
  }, []);
  return dialog;
}
