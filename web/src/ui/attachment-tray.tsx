import { MAX_SENT } from "@live-chat/contract/sendable-files.ts";
import { removeFromTray } from "../actions/choose-files.ts";
import { words } from "../language/words.ts";
import type { TrayFile } from "../state/outgoing-file.ts";
import { fileSize } from "../text/file-size.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import { FILE_ICONS } from "./media.tsx";
import { useObjectUrl } from "./use-object-url.ts";
import "./attachment-tray.css";

/** The files that will be sent, with what stands against it. */
export function AttachmentTray({
  conversationId,
  files,
}: {
  conversationId: string;
  files: readonly TrayFile[];
}) {
  const app = useApp();
  if (files.length === 0) return null;
  return (
    <ul class="tray" aria-label={words.value.sending.filesToSend}>
      {files.map((one) => (
        <TrayCard key={one.id} one={one} onRemove={() => removeFromTray(app, conversationId, one.id)} />
      ))}
    </ul>
  );
}

function TrayCard({ one: { file, problem }, onRemove }: { one: TrayFile; onRemove: () => void }) {
  const w = words.value;
  const size = fileSize(file.blob.size, w.language);
  const limit = fileSize(MAX_SENT[file.kind], w.language);
  return (
    <li class={problem ? "tray-file tray-file-wrong" : "tray-file"} data-testid="tray-file">
      <Thumbnail file={file} />
      <div class="tray-file-about">
        <bdi class="ellipsis">{file.name}</bdi>
        {problem ? (
          <span role="alert">{w.sending.fileProblems[problem](limit)}</span>
        ) : (
          <span>
            {w.types[file.kind]} · {size}
          </span>
        )}
      </div>
      <button
        class="icon-button"
        type="button"
        aria-label={w.sending.removeFile(file.name)}
        title={w.sending.removeFile(file.name)}
        onClick={onRemove}
      >
        <Icon name="close" small />
      </button>
    </li>
  );
}

function Thumbnail({ file }: Pick<TrayFile, "file">) {
  const url = useObjectUrl(file.kind === "image" || file.kind === "video" ? file.blob : null);
  if (url && file.kind === "image") return <img class="tray-thumbnail" src={url} alt="" />;
  if (url && file.kind === "video")
    return <video class="tray-thumbnail" src={url} muted preload="metadata" />;
  return (
    <span class="tray-thumbnail">
      <Icon name={FILE_ICONS[file.kind]} />
    </span>
  );
}
