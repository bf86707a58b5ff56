import type { ComponentChildren } from "preact";
import "./records.css";

/** A list of things that are looked after one by one. */
export function Records({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <ul class="records" aria-label={label}>
      {children}
    </ul>
  );
}

type RecordProps = {
  lead?: ComponentChildren;
  title: ComponentChildren;
  /** How it stands, beside the title. */
  tags?: ComponentChildren;
  /** More about it, below. */
  children?: ComponentChildren;
  actions?: ComponentChildren;
  /** What is opened below all of it. */
  below?: ComponentChildren;
  /** Not in use any more. */
  faint?: boolean;
};

export function Record({ lead, title, tags, children, actions, below, faint = false }: RecordProps) {
  return (
    <li class={faint ? "record record-faint" : "record"}>
      {lead}
      <div class="record-what">
        <div class="record-title">
          <strong>{title}</strong>
          {tags}
        </div>
        {children && <div class="record-more">{children}</div>}
      </div>
      {actions && <div class="record-actions">{actions}</div>}
      {below && <div class="record-below">{below}</div>}
    </li>
  );
}

type TagProps = { tone?: "plain" | "good" | "bad" | "warning"; children: ComponentChildren };

/** A word about how something stands. */
export function Tag({ tone = "plain", children }: TagProps) {
  return <span class={`tag tag-${tone}`}>{children}</span>;
}
