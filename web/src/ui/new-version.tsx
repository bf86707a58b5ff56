import { useState } from "preact/hooks";
import { words } from "../language/words.ts";
import { newVersion } from "../offline/register-worker.ts";
import { Icon } from "./icon.tsx";
import "./notices.css";
import "./new-version.css";

/** Offers the newer version. Nobody has to: it comes with the next start anyway. */
export function NewVersion() {
  const [dismissed, setDismissed] = useState(false);
  const w = words.value;
  return (
    <div class="new-version" role="status">
      {newVersion.value && !dismissed && (
        <div class="notice">
          <p>{w.newVersion}</p>
          <button class="text-button" type="button" onClick={() => window.location.reload()}>
            {w.reload}
          </button>
          <button class="icon-button" type="button" aria-label={w.close} onClick={() => setDismissed(true)}>
            <Icon name="close" small />
          </button>
        </div>
      )}
    </div>
  );
}
