import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";
import "./card.css";

/** Something that is more than text, named in a bubble. */
export function Card({
  icon,
  title,
  children,
}: {
  icon: IconName;
  title: string;
  children: ComponentChildren;
}) {
  return (
    <div class="card">
      <span class="card-icon">
        <Icon name={icon} />
      </span>
      <div class="card-text">
        <bdi class="card-title">{title}</bdi>
        <span class="card-details">{children}</span>
      </div>
    </div>
  );
}
