import { useComputed } from "@preact/signals";
import { useId, useState } from "preact/hooks";
import { words } from "../language/words.ts";
import { fold } from "../text/fold.ts";
import { useApp } from "./app-context.ts";
import { LabelChip } from "./label-chip.tsx";
import "./label-picker.css";

/** As many as can be looked over at once. */
const MOST_OFFERED = 8;

type Props = { carried: readonly string[]; onAdd: (label: string) => void };

/** A field that offers the team's labels while one types; another one can be written too. */
export function LabelPicker({ carried, onAdd }: Props) {
  const { store } = useApp();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const w = words.value;
  const labels = useComputed(() => store.state.value.workspace.settings?.labels ?? []).value;
  const offered = offer(
    labels.map(({ name }) => name),
    carried,
    text,
  );
  const shown = open && offered.length > 0;

  const add = (label: string | undefined) => {
    if (!label) return;
    onAdd(label);
    setText("");
    setChosen(0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown) setChosen((chosen + step + offered.length) % offered.length);
    else if (step) setOpen(true);
    else if (event.key === "Enter" && !event.isComposing) add(shown ? offered[chosen] : text.trim());
    else if (event.key === "Escape" && (shown || text)) {
      setText("");
      setOpen(false);
    } else return;
    event.preventDefault();
  };
  return (
    <div class="label-picker">
      <input
        class="field"
        role="combobox"
        aria-expanded={shown}
        aria-controls={id}
        aria-activedescendant={shown ? `${id}-${chosen}` : undefined}
        aria-label={w.addLabel}
        placeholder={w.addLabel}
        autocomplete="off"
        maxLength={40}
        value={text}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setChosen(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
      />
      <div class="label-options" id={id} role="listbox" aria-label={w.labels} hidden={!shown}>
        {offered.map((label, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keyboard
          <div
            key={label}
            id={`${id}-${index}`}
            class="label-option"
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => add(label)}
          >
            <LabelChip name={label} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** Labels that begin with, or hold, what is typed; at the end that itself, where it is a new one. */
function offer(labels: string[], carried: readonly string[], text: string): string[] {
  const wanted = fold(text);
  const free = labels.filter((label) => !carried.includes(label) && fold(label).includes(wanted));
  const known = [...labels, ...carried].some((label) => fold(label) === wanted);
  return [...free.slice(0, MOST_OFFERED), ...(wanted && !known ? [text.trim()] : [])];
}
