import { useId } from "preact/hooks";
import "./switch.css";

type Props = {
  label: string;
  hint?: string;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
};

/** On or off, at once. */
export function Switch({ label, hint, on, disabled = false, onChange }: Props) {
  const id = useId();
  return (
    <div class="switch-row">
      <div>
        <span id={id} class="switch-label">
          {label}
        </span>
        {hint && (
          <p id={`${id}-hint`} class="form-field-hint">
            {hint}
          </p>
        )}
      </div>
      <button
        class="switch"
        type="button"
        role="switch"
        aria-checked={on}
        aria-labelledby={id}
        aria-describedby={hint && `${id}-hint`}
        disabled={disabled}
        onClick={() => onChange(!on)}
      />
    </div>
  );
}
