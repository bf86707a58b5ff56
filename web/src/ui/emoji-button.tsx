import type { ComponentType } from "preact";
import { useRef, useState } from "preact/hooks";
import { words } from "../language/words.ts";
import { Icon } from "./icon.tsx";

type Picker = ComponentType<{ onChoose: (emoji: string) => void; onClose: () => void }>;

/** Opens the emoji picker, which is fetched the first time. */
export function EmojiPickerButton({ onChoose }: { onChoose: (emoji: string) => void }) {
  const [open, setOpen] = useState(false);
  const [Picker, setPicker] = useState<Picker | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const w = words.value;
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const toggle = () => {
    setOpen(!open);
    if (!Picker) void import("./emoji-picker.tsx").then((module) => setPicker(() => module.default));
  };
  return (
    <div class="composer-emoji">
      <button
        ref={button}
        class="icon-button composer-mode"
        type="button"
        aria-label={w.emoji}
        aria-expanded={open}
        title={w.emoji}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={toggle}
      >
        <Icon name="smile" />
      </button>
      {open && Picker && <Picker onChoose={onChoose} onClose={close} />}
    </div>
  );
}
