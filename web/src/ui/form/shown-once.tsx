import { words } from "../../language/words.ts";
import { Dialog } from "../dialog.tsx";
import { CopyField } from "./copy-field.tsx";
import "./form-dialog.css";

type Props = { title: string; hint: string; label: string; secret: string; onClose: () => void };

/** A secret that nobody can see again: only the button closes it, so that no slip loses it. */
export function ShownOnce({ title, hint, label, secret, onClose }: Props) {
  return (
    <Dialog label={title} bare firm locked onClose={onClose}>
      <div class="form-dialog shown-once">
        <h2>{title}</h2>
        <p class="form-dialog-text">{hint}</p>
        <CopyField label={label} text={secret} />
        <div class="form-dialog-actions">
          <button class="button button-main" type="button" onClick={onClose}>
            {words.value.finished}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
