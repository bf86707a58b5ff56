import type { ChatMessage } from "../world.ts";
import { Icon } from "./icon.tsx";
import { VoicePlayer } from "./voice-player.tsx";

/** What a message says and shows. Text is only ever text. */
export function BubbleContent({ message }: { message: ChatMessage }) {
  const { media, location, contacts, text } = message;
  const file = media && `/phone/media/${media.id}`;
  return (
    <>
      {(media?.kind === "image" || media?.kind === "sticker") && (
        <a href={file!} target="_blank" rel="noreferrer">
          <img src={file!} alt={text ?? "Photo"} loading="lazy" />
        </a>
      )}
      {media?.kind === "video" && (
        // biome-ignore lint/a11y/useMediaCaption: whoever sent it made no captions
        <video src={file!} controls preload="metadata" />
      )}
      {media?.kind === "audio" && <VoicePlayer src={file!} voice={media.voice} />}
      {media?.kind === "document" && (
        <a class="attached" href={file!} download={media.name ?? "document"}>
          <Icon name="document" />
          <span>{media.name ?? "Document"}</span>
        </a>
      )}
      {location && (
        <p class="attached">
          <Icon name="location" />
          <span>
            <strong>{location.name ?? "Location"}</strong>
            {location.address ?? `${location.latitude.toFixed(4)}, ${location.longitude.toFixed(4)}`}
          </span>
        </p>
      )}
      {contacts.map(({ name, phones }) => (
        <p class="attached" key={name}>
          <Icon name="person" />
          <span>
            <strong>{name}</strong>
            {phones.join(", ")}
          </span>
        </p>
      ))}
      {text && (
        <p class="bubble-text" dir="auto">
          {marked(text)}
        </p>
      )}
    </>
  );
}

/** `*bold*` and addresses, as WhatsApp marks them. */
function marked(text: string) {
  return text.split(/(\*[^*\n]+\*|https:\/\/[^\s<>"]+[^\s<>".,;:!?)])/).map((part, index) => {
    if (index % 2 === 0) return part;
    if (part.startsWith("*")) return <strong key={index}>{part.slice(1, -1)}</strong>;
    return (
      <a key={index} href={part} target="_blank" rel="noopener noreferrer">
        {part}
      </a>
    );
  });
}
