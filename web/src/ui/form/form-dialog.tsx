import type { ComponentChildren } from "preact";
import { words } from "../../language/words.ts";
import { problemText } from "../../text/problem-text.ts";
import { Dialog } from "../dialog.tsx";
import { Failure } from "./failure.tsx";
import type { Saving } from "./use-saving.ts";
import "./form-dialog.css";

type Props = {
  title: string;
  /** What the button that saves says. */
  action: string;
  saving: Saving;
  /** Said beside a field already, so not again below. */
  failureShown?: boolean;
  danger?: boolean;
  disabled?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ComponentChildren;
};

/** A window with something to fill in, or to confirm; the way out is always left of the way on. */
export function FormDialog({ title, action, saving, danger, disabled, onSubmit, onClose, ...rest }: Props) {
  const w = words.value;
  const { busy, failure } = saving;
  const submit = (event: Event) => {
    event.preventDefault();
    if (!disabled) onSubmit();
  };
  return (
    <Dialog label={title} firm onClose={onClose}>
      <form class="form-dialog" onSubmit={submit}>
        {rest.children}
        {failure && !rest.failureShown && <Failure>{problemText(failure, w)}</Failure>}
        <div class="form-dialog-actions">
          <button class="button" type="button" onClick={onClose}>
            {w.cancel}
          </button>
          <button
            class={danger ? "button button-danger" : "button button-main"}
            type="submit"
            disabled={disabled}
            aria-busy={busy}
          >
            {busy ? w.saving : action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
