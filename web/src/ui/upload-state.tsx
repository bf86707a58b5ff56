import { useComputed } from "@preact/signals";
import { discardMessage } from "../actions/unsent-messages.ts";
import { words } from "../language/words.ts";
import type { OutboxMessage } from "../state/outbox.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import "./upload-state.css";

/** How far a file has come, and the way to stop it; nothing once the server has it. */
export function UploadState({ outgoing }: { outgoing: OutboxMessage }) {
  const app = useApp();
  const id = outgoing.client_message_id;
  const share = useComputed(() => app.store.state.value.uploads.get(id) ?? 0).value;
  const w = words.value.sending;
  const due = outgoing.state === "waiting" || outgoing.state === "sending";
  if (!outgoing.file || outgoing.file.upload_id || !due) return null;
  const percent = Math.round(share * 100);
  return (
    <div class="upload-state">
      <progress max={100} value={percent} aria-label={w.uploading}>
        {percent} %
      </progress>
      <button
        class="icon-button"
        type="button"
        aria-label={w.cancelUpload}
        title={w.cancelUpload}
        onClick={() => void discardMessage(app, outgoing)}
      >
        <Icon name="close" small />
      </button>
    </div>
  );
}
