import { type LabelColor, labelColor } from "@live-chat/contract/settings.ts";
import { words } from "../../language/words.ts";
import "./color-choice.css";

type Props = { chosen: LabelColor; onChoose: (color: LabelColor) => void };

/** The palette; each colour has a name for those who don't see it. */
export function ColorChoice({ chosen, onChoose }: Props) {
  const w = words.value;
  return (
    <fieldset class="color-choice">
      <legend>{w.settings.color}</legend>
      <div class="color-choice-options">
        {labelColor.options.map((color) => (
          <label key={color} class={`color-option label-${color}`} title={w.settings.colors[color]}>
            <input
              type="radio"
              name="label-color"
              value={color}
              checked={color === chosen}
              onChange={() => onChoose(color)}
              aria-label={w.settings.colors[color]}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
