import { colourOf, initials } from "../text/initials.ts";
import "./avatar.css";
import { Icon } from "./icon.tsx";

const COLOURS = 8;

/** Initials on a colour that stays a person's own. Decoration: the name stands beside it. */
export function Avatar({ id, name, small = false }: { id: string; name: string | null; small?: boolean }) {
  const letters = initials(name);
  return (
    <span class={`avatar avatar-${colourOf(id, COLOURS)} ${small ? "avatar-small" : ""}`} aria-hidden="true">
      {letters ?? <Icon name="person" />}
    </span>
  );
}
