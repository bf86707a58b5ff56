import { words } from "../../language/words.ts";

type Props = { busy?: boolean; onMore: () => Promise<unknown> };

/** Fetches the next page. The last one takes the button away: then the keyboard goes to what scrolls. */
export function MoreButton({ busy = false, onMore }: Props) {
  return (
    <button
      class="text-button"
      type="button"
      aria-disabled={busy}
      onClick={async ({ currentTarget }) => {
        const scroller = currentTarget.closest<HTMLElement>('[tabindex="0"]');
        await onMore();
        requestAnimationFrame(() => document.activeElement === document.body && scroller?.focus());
      }}
    >
      {words.value.settings.more}
    </button>
  );
}
