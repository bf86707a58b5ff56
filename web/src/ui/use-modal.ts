import { useEffect, useRef } from "preact/hooks";

/** Opens a dialog element modally for as long as it is in the page, and gives the focus back afterwards. */
export function useModal() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => before?.focus?.();
  }, []);
  return dialog;
}
