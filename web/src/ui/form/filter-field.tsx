import { Icon } from "../icon.tsx";
import "../search-field.css";
import "./filter-field.css";

type Props = { label: string; value: string; onValue: (value: string) => void };

/** Narrows the list below it. */
export function FilterField({ label, value, onValue }: Props) {
  return (
    <search class="search-field filter-field">
      <Icon name="search" />
      <input
        class="field"
        type="text"
        inputMode="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </search>
  );
}
