import type { ComponentChildren } from "preact";
import { Icon } from "../icon.tsx";
import "./failure.css";

/** Why something didn't work, where it was tried. */
export function Failure({ children }: { children: ComponentChildren }) {
  return (
    <div class="failure" role="alert">
      <Icon name="alert" small />
      <div>{children}</div>
    </div>
  );
}
