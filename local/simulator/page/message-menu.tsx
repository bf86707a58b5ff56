import { useRef, useState } from "preact/hooks";
import type { BubbleProps } from "./bubble.tsx";
import { Icon } from "./icon.tsx";

const EMOJI = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

/** What can be done with a message. */
export function MessageMenu({ message, api, attempt, onReply, onEdit }: BubbleProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  const [up, setUp] = useState(false);
  const own = message.from === "customer";
  const close = () => {
    if (menu.current) menu.current.open = false;
  };
  const then = (work: () => unknown) => () => {
    close();
    work();
  };
  const act = (action: string, input: Record<string, unknown> = {}) =>
    then(() => attempt(api.act(action, { message: message.id, ...input })));
  const mine = message.reactions.customer;
  return (
    <details
      class={`menu bubble-menu ${up ? "menu-up" : ""}`}
      ref={menu}
      onToggle={() => setUp(isInLowerHalf(menu.current!))}
      onFocusOut={(event) => {
        if (!menu.current?.contains(event.relatedTarget as Node | null)) close();
      }}
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <summary aria-label="Message actions">
        <Icon name="down" />
      </summary>
      <div class="menu-list" tabIndex={-1}>
        <p class="menu-emoji">
          {EMOJI.map((emoji) => (
            <button
              type="button"
              key={emoji}
              aria-label={mine === emoji ? `Take ${emoji} back` : `React with ${emoji}`}
              aria-pressed={mine === emoji}
              onClick={act("react", { emoji: mine === emoji ? null : emoji })}
            >
              {emoji}
            </button>
          ))}
        </p>
        <button type="button" onClick={then(onReply)}>
          <Icon name="reply" />
          Reply
        </button>
        {own && message.text && (
          <button type="button" onClick={then(onEdit)}>
            <Icon name="edit" />
            Edit
          </button>
        )}
        {own && (
          <button type="button" onClick={act("revoke")}>
            <Icon name="bin" />
            Delete for everyone
          </button>
        )}
      </div>
    </details>
  );
}

function isInLowerHalf(element: HTMLElement): boolean {
  return element.getBoundingClientRect().top > window.innerHeight / 2;
}
