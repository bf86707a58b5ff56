import type { Attachment } from "@live-chat/contract/message.ts";
import { useState } from "preact/hooks";
import { words } from "../language/words.ts";
import { fileSize } from "../text/file-size.ts";
import { Card } from "./card.tsx";
import type { IconName } from "./icon.tsx";
import { Lightbox } from "./lightbox.tsx";
import { useMediaUrl } from "./use-media-url.ts";
import "./media.css";

const ICONS: Record<Attachment["kind"], IconName> = {
  image: "image",
  audio: "microphone",
  video: "video",
  document: "document",
  sticker: "sticker",
};

/** A file that came with a message: shown where it comes through our own door, else named. */
export function Media({ attachment, caption }: { attachment: Attachment; caption: string | null }) {
  const [broken, setBroken] = useState(false);
  const place = useMediaUrl(attachment);
  const onError = () => setBroken(true);
  if (place.state === "loading" && attachment.kind === "image") return <div class="media-photo skeleton" />;
  if (broken || place.state !== "ready") return <FileCard attachment={attachment} />;
  const { url } = place;
  switch (attachment.kind) {
    case "image":
    case "sticker":
      return <Photo attachment={attachment} url={url} caption={caption} onError={onError} />;
    case "video":
      // biome-ignore lint/a11y/useMediaCaption: customers' recordings come without captions
      return <video class="media-video" src={url} controls preload="metadata" onError={onError} />;
    case "audio":
      // biome-ignore lint/a11y/useMediaCaption: customers' recordings come without captions
      return <audio class="media-audio" src={url} controls preload="none" onError={onError} />;
    case "document":
      return <FileCard attachment={attachment} url={url} />;
  }
}

type PhotoProps = { attachment: Attachment; url: string; caption: string | null; onError: () => void };

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
    <Card icon={ICONS[attachment.kind]} title={attachment.name ?? kind}>
      {details}{" "}
      {url && (
        <a href={url} download={attachment.name ?? true} target="_blank" rel="noopener noreferrer">
          {w.download}
        </a>
      )}
    </Card>
  );
}
