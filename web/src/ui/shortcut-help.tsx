import { words } from "../language/words.ts";
import { Dialog } from "./dialog.tsx";
import { SHORTCUTS, shortcutKeys } from "./shortcuts.ts";
import "./shortcut-help.css";

/** Everything the keyboard can do. */
export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const w = words.value;
  return (
    <Dialog label={w.shortcutsTitle} onClose={onClose}>
      <ul class="shortcut-help">
        {SHORTCUTS.map((shortcut) => (
          <li key={shortcut.name}>
            <span>{w.shortcuts[shortcut.name]}</span>
            <span class="shortcut-keys" dir="ltr">
              {shortcutKeys(shortcut).map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
