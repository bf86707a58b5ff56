import type { Attachment } from "@live-chat/contract/message.ts";
import { useState } from "preact/hooks";
import { words } from "../language/words.ts";
import { fileSize } from "../text/file-size.ts";
import { Card } from "./card.tsx";
import type { IconName } from "./icon.tsx";
import { Lightbox } from "./lightbox.tsx";
import { useLazy } from "./use-lazy.ts";
import { useMediaUrl } from "./use-media-url.ts";
import { useObjectUrl } from "./use-object-url.ts";
import type { VoiceNoteProps } from "./voice-note.tsx";
import "./media.css";

export const FILE_ICONS: Record<Attachment["kind"], IconName> = {
  image: "image",
  audio: "microphone",
  video: "video",
  document: "document",
  sticker: "sticker",
};

type Props = {
  attachment: Attachment;
  caption: string | null;
  /** The file itself, where it was sent from here. */
  local: Blob | null;
};

/** A file of a message: shown where it comes through our own door or is here already, else named. */
export function Media({ attachment, caption, local }: Props) {
  if (local && attachment.kind !== "document") return <Local {...{ attachment, caption, local }} />;
  return <Kept attachment={attachment} caption={caption} />;
}

function Local({ attachment, caption, local }: Props & { local: Blob }) {
  const url = useObjectUrl(local);
  return url ? (
    <Shown attachment={attachment} caption={caption} url={url} local={local} />
  ) : (
    <Waiting attachment={attachment} />
  );
}

function Kept({ attachment, caption }: Omit<Props, "local">) {
  const place = useMediaUrl(attachment);
  if (place.state === "loading") return <Waiting attachment={attachment} />;
  if (place.state === "none") return <FileCard attachment={attachment} />;
  return <Shown attachment={attachment} caption={caption} url={place.url} local={null} />;
}

function Waiting({ attachment }: { attachment: Attachment }) {
  if (attachment.kind === "image") return <div class="media-photo skeleton" />;
  return attachment.kind === "audio" ? <div class="media-sound" /> : <FileCard attachment={attachment} />;
}

type ShownProps = Props & { url: string };

function Shown({ attachment, caption, url, local }: ShownProps) {
  const [broken, setBroken] = useState(false);
  const onError = () => setBroken(true);
  if (broken) return <FileCard attachment={attachment} />;
  switch (attachment.kind) {
    case "image":
    case "sticker":
      return <Photo attachment={attachment} url={url} caption={caption} onError={onError} />;
    case "video":
      // biome-ignore lint/a11y/useMediaCaption: customers' recordings come without captions
      return <video class="media-video" src={url} controls preload="metadata" onError={onError} />;
    case "audio":
      return <Sound url={url} local={local} voice={attachment.voice === true} onError={onError} />;
    case "document":
      return <FileCard attachment={attachment} url={url} />;
  }
}

/** The player is fetched with the first sound there is. */
function Sound(props: VoiceNoteProps) {
  const { View, failure } = useLazy<VoiceNoteProps>(() => import("./voice-note.tsx"));
  if (View) return <View {...props} />;
  // biome-ignore lint/a11y/useMediaCaption: customers' recordings come without captions
  if (failure) return <audio class="media-sound" src={props.url} controls preload="none" />;
  return <div class="media-sound" />;
}

type PhotoProps = Omit<ShownProps, "local"> & { onError: () => void };

function Photo({ attachment, url, caption, onError }: PhotoProps) {
  const [open, setOpen] = useState(false);
  const w = words.value;
  const description = caption || attachment.name || w.types[attachment.kind];
  if (attachment.kind === "sticker")
    return <img class="media-sticker" src={url} alt={description} loading="lazy" onError={onError} />;
  return (
    <>
      <button
        class="media-photo"
        type="button"
        aria-label={w.enlarge(description)}
        onClick={() => setOpen(true)}
      >
        <img src={url} alt="" loading="lazy" decoding="async" onError={onError} />
      </button>
      {open && <Lightbox url={url} description={description} onClose={() => setOpen(false)} />}
    </>
  );
}

function FileCard({ attachment, url }: { attachment: Attachment; url?: string }) {
  const w = words.value;
  const kind = attachment.voice ? w.voiceNote : w.types[attachment.kind];
  const problem = attachment.error && w.fileErrors[attachment.error];
  const size = fileSize(attachment.size, w.language);
  const details = [attachment.name && kind, size, problem].filter(Boolean).join(" · ");
  return (
    <Card icon={FILE_ICONS[attachment.kind]} title={attachment.name ?? kind}>
      {details}{" "}
      {url && (
        <a href={url} download={attachment.name ?? true} target="_blank" rel="noopener noreferrer">
          {w.download}
        </a>
      )}
    </Card>
  );
}
