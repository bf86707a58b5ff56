import type { ComponentChildren } from "preact";
import "./section.css";

type Props = {
  title?: string;
  hint?: string | undefined;
  /** Buttons that belong to all of it. */
  actions?: ComponentChildren;
  children: ComponentChildren;
};

/** A group of settings that belong together. */
export function Section({ title, hint, actions, children }: Props) {
  return (
    <section class="section">
      {(title || hint || actions) && (
        <header class="section-head">
          <div>
            {title && <h2>{title}</h2>}
            {hint && <p>{hint}</p>}
          </div>
          {actions && <div class="section-actions">{actions}</div>}
        </header>
      )}
      <div class="section-body">{children}</div>
    </section>
  );
}
