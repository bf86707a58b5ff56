import { useId } from "preact/hooks";
import { Icon } from "../icon.tsx";
import "./field.css";

type Props = {
  label: string;
  hint?: string | undefined;
  /** Why it can't stay as it is. */
  error?: string | null | undefined;
  value: string;
  onValue: (value: string) => void;
  type?: "text" | "email" | "url";
  multiline?: boolean;
  maxLength?: number;
  required?: boolean;
  placeholder?: string;
  autocomplete?: string;
  testId?: string;
};

/** A labelled place to write, with what to know about it below. */
export function Field({
  label,
  hint,
  error,
  value,
  onValue,
  type = "text",
  multiline,
  testId,
  ...rest
}: Props) {
  const id = useId();
  const written = {
    ...rest,
    id,
    class: "field",
    dir: type === "text" ? ("auto" as const) : ("ltr" as const),
    value,
    "data-testid": testId,
    "aria-invalid": Boolean(error),
    "aria-describedby": hint || error ? `${id}-more` : undefined,
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  };
  return (
    <div class="form-field">
      <label for={id}>{label}</label>
      {multiline ? <textarea {...written} rows={4} /> : <input {...written} type={type as "text"} />}
      {(error || hint) && (
        <p id={`${id}-more`} class={error ? "form-field-error" : "form-field-hint"}>
          {error && <Icon name="alert" small />}
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
