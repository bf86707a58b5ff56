import type { ComponentChildren } from "preact";
import { words } from "../language/words.ts";
import { Icon } from "./icon.tsx";
import { useModal } from "./use-modal.ts";
import "./dialog.css";

type Props = {
  label: string;
  bare?: boolean;
  /** A click beside it doesn't close it: there is something written in it. */
  firm?: boolean;
  /** Nor does Escape. */
  locked?: boolean;
  onClose: () => void;
  children: ComponentChildren;
};

/** A modal window: the browser keeps the focus inside, Escape or a click beside it closes it. */
export function Dialog({ label, bare = false, firm = false, locked = false, onClose, children }: Props) {
  const element = useModal();
  return (
    <dialog
      ref={element}
      class="dialog"
      aria-label={label}
      onClose={onClose}
      onCancel={(event) => locked && event.preventDefault()}
      onKeyDown={(event) => locked && event.key === "Escape" && event.preventDefault()}
      onClick={(event) => !firm && event.target === element.current && onClose()}
    >
      <div class="dialog-body">
        {!bare && (
          <header class="dialog-head">
            <h2>{label}</h2>
            <button class="icon-button" type="button" aria-label={words.value.close} onClick={onClose}>
              <Icon name="close" />
            </button>
          </header>
        )}
        {children}
      </div>
    </dialog>
  );
}
