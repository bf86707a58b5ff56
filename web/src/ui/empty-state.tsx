import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";
import "./empty-state.css";

type Props = { icon: IconName; title: string; hint?: string; children?: ComponentChildren };

/** What stands where there is nothing to show, and what to do about it. */
export function EmptyState({ icon, title, hint, children }: Props) {
  return (
    <div class="empty-state">
      <span class="empty-state-icon">
        <Icon name={icon} />
      </span>
      <h2>{title}</h2>
      {hint && <p>{hint}</p>}
      {children}
    </div>
  );
}
