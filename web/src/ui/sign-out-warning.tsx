import { words } from "../language/words.ts";
import { Dialog } from "./dialog.tsx";

type Props = { unsent: number; onLeave: () => void; onClose: () => void };

/** Signing out deletes what this browser keeps: unsent messages would be lost, so the agent is asked. */
export function SignOutWarning({ unsent, onLeave, onClose }: Props) {
  const w = words.value;
  return (
    <Dialog label={w.signOut} onClose={onClose}>
      <p class="dialog-text">{w.unsentWarning(unsent)}</p>
      <div class="dialog-actions">
        <button class="button" type="button" onClick={onClose}>
          {w.stay}
        </button>
        <button class="button button-danger" type="button" onClick={onLeave}>
          {w.signOutAnyway}
        </button>
      </div>
    </Dialog>
  );
}
