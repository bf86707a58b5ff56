import { words } from "../language/words.ts";
import { Dialog } from "./dialog.tsx";

/** Asks before something is sent again that may have arrived. */
export function RepeatQuestion({ onRepeat, onClose }: { onRepeat: () => void; onClose: () => void }) {
  const w = words.value.sending;
  return (
    <Dialog label={w.repeatTitle} onClose={onClose}>
      <p class="dialog-text">{w.repeatText}</p>
      <div class="dialog-actions">
        <button class="button" type="button" onClick={onClose}>
          {w.leaveIt}
        </button>
        <button
          class="button button-main"
          type="button"
          onClick={() => {
            onClose();
            onRepeat();
          }}
        >
          {w.sendAgain}
        </button>
      </div>
    </Dialog>
  );
}
