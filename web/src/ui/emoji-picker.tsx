import { useEffect, useRef, useState } from "preact/hooks";
import groups from "unicode-emoji-json/data-by-group.json";
import { words } from "../language/words.ts";
import { recentEmoji, rememberEmoji } from "../storage/recent-emoji.ts";
import "./emoji-picker.css";

/** In the order of Unicode's groups. */
const FACES = ["😀", "👋", "🐻", "🍎", "🚗", "⚽", "💡", "❤️", "🏁"];
const COLUMNS = 8;
const MOST_FOUND = 80;

type Emoji = { emoji: string; name: string };
type Props = { onChoose: (emoji: string) => void; onClose: () => void };

/** All of Unicode's emoji, by group or by name. Loaded when it is first opened: its data is larger than the rest. */
export default function EmojiPicker({ onChoose, onClose }: Props) {
  const [group, setGroup] = useState(0);
  const [text, setText] = useState("");
  const root = useRef<HTMLDivElement>(null);
  const w = words.value;
  useEffect(() => {
    const onPointer = (event: PointerEvent) => !root.current?.contains(event.target as Node) && onClose();
    document.addEventListener("pointerdown", onPointer);
    // On a phone the keyboard would cover the picker; Escape has to be heard in any case.
    const hovers = window.matchMedia("(hover: hover)").matches;
    (hovers ? root.current?.querySelector("input") : root.current)?.focus();
    return () => document.removeEventListener("pointerdown", onPointer);
  }, []);
  const shown = text.trim() ? findEmoji(text) : (groups[group]?.emojis ?? []);
  const choose = (emoji: string) => {
    rememberEmoji(emoji);
    onChoose(emoji);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    else if (!moveFocus(event, root.current!)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class="emoji-picker"
      role="dialog"
      aria-label={w.emoji}
      tabIndex={-1}
      ref={root}
      onKeyDown={onKeyDown}
    >
      <input
        class="field"
        aria-label={w.searchEmoji}
        placeholder={w.searchEmoji}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {!text && (
        <div class="emoji-groups">
          {groups.map(({ name }, index) => (
            <button
              key={name}
              type="button"
              title={name}
              aria-label={name}
              aria-pressed={index === group}
              onClick={() => setGroup(index)}
            >
              {FACES[index]}
            </button>
          ))}
        </div>
      )}
      <div class="emoji-grid">
        {!text &&
          group === 0 &&
          recentEmoji().map((emoji) => (
            <EmojiButton key={`recent ${emoji}`} emoji={{ emoji, name: emoji }} onChoose={choose} />
          ))}
        {shown.map((emoji) => (
          <EmojiButton key={emoji.emoji} emoji={emoji} onChoose={choose} />
        ))}
      </div>
    </div>
  );
}

function EmojiButton({
  emoji: { emoji, name },
  onChoose,
}: {
  emoji: Emoji;
  onChoose: (emoji: string) => void;
}) {
  return (
    <button class="emoji" type="button" title={name} aria-label={name} onClick={() => onChoose(emoji)}>
      {emoji}
    </button>
  );
}

function findEmoji(text: string): Emoji[] {
  const wanted = text.trim().toLowerCase();
  return groups
    .flatMap(({ emojis }) => emojis)
    .filter(({ name }) => name.includes(wanted))
    .slice(0, MOST_FOUND);
}

/** Arrow keys go through the grid. Returns whether the key was one of them. */
function moveFocus({ key }: KeyboardEvent, root: HTMLElement): boolean {
  const forward = document.dir === "rtl" ? -1 : 1;
  const steps = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
  const step = steps[key as keyof typeof steps];
  if (!step) return false;
  const buttons = [...root.querySelectorAll<HTMLElement>(".emoji")];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  if (at === -1 && key !== "ArrowDown") return false;
  buttons[at === -1 ? 0 : Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus();
  return true;
}
