import { useState } from "preact/hooks";
import { words } from "../language/words.ts";
import { Icon } from "./icon.tsx";
import { useModal } from "./use-modal.ts";
import "./lightbox.css";

type Props = { url: string; description: string; onClose: () => void };

/** A photo as large as the screen; a click shows its real size and back. */
export function Lightbox({ url, description, onClose }: Props) {
  const dialog = useModal();
  const [zoomed, setZoomed] = useState(false);
  const w = words.value;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard's way out is Escape
    <dialog
      ref={dialog}
      class="lightbox"
      aria-label={description}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div class="lightbox-bar">
        <bdi class="ellipsis">{description}</bdi>
        <a class="icon-button" href={url} download aria-label={w.download} title={w.download}>
          <Icon name="download" />
        </a>
        <button class="icon-button" type="button" aria-label={w.close} title={w.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <button
        class={zoomed ? "lightbox-photo lightbox-zoomed" : "lightbox-photo"}
        type="button"
        aria-label={zoomed ? w.zoomOut : w.zoomIn}
        onClick={() => setZoomed(!zoomed)}
      >
        <img src={url} alt={description} />
      </button>
    </dialog>
  );
}
