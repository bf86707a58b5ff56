import { useEffect, useState } from "preact/hooks";

/**
 * The one row of the list that Tab stops at, so that whatever follows the list is one step away: where the keyboard
 * was last, else the open conversation, else the first of these. The arrow keys go on from there.
 */
export function useRowStop(ids: string[], openId: string | null) {
  const [last, setLast] = useState<string | null>(null);
  useEffect(() => setLast(null), [openId]);
  const stop = [last, openId].find((id) => id !== null && ids.includes(id)) ?? ids[0];
  return {
    stop,
    noteFocus({ target }: FocusEvent): void {
      const row = (target as Element).closest<HTMLElement>("[data-conversation-id]");
      if (row) setLast(row.dataset.conversationId!);
    },
  };
}
