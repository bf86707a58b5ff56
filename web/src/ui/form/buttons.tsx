import { Icon, type IconName } from "../icon.tsx";

type Props = { label: string; onClick: () => void };

/** Begins something new. */
export function AddButton({ label, onClick }: Props) {
  return (
    <button class="button button-main" type="button" onClick={onClick}>
      <Icon name="plus" small />
      {label}
    </button>
  );
}

/** One of the small buttons at the end of a row. */
export function RowButton({ icon, label, onClick }: Props & { icon: IconName }) {
  return (
    <button class="icon-button" type="button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} small />
    </button>
  );
}
