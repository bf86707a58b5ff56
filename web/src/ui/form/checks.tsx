import "./checks.css";

type Props<Value extends string> = {
  label: string;
  options: { value: Value; label: string; hint?: string }[];
  chosen: readonly Value[];
  onChoose: (chosen: Value[]) => void;
};

/** Any number of a few. */
export function Checks<Value extends string>({ label, options, chosen, onChoose }: Props<Value>) {
  const toggle = (value: Value, on: boolean) =>
    onChoose(options.map((one) => one.value).filter((one) => (one === value ? on : chosen.includes(one))));
  return (
    <fieldset class="checks">
      <legend>{label}</legend>
      {options.map(({ value, label, hint }) => (
        <label key={value} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) => toggle(value, event.currentTarget.checked)}
          />
          <span>
            {label}
            {hint && <span class="form-field-hint check-hint">{hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
