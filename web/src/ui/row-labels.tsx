import { words } from "../language/words.ts";
import { LabelChip } from "./label-chip.tsx";

/** As many as fit into a row. */
const SHOWN = 2;

/** A conversation's first labels, and how many more there are. */
export function RowLabels({ labels }: { labels: readonly string[] }) {
  const more = labels.length - SHOWN;
  if (labels.length === 0) return null;
  return (
    <span class="conversation-row-labels">
      {labels.slice(0, SHOWN).map((label) => (
        <LabelChip key={label} name={label} />
      ))}
      {more > 0 && (
        <span title={labels.slice(SHOWN).join(", ")}>
          <span aria-hidden="true">+{more}</span>
          <span class="unseen">{words.value.moreLabels(more)}</span>
        </span>
      )}
    </span>
  );
}
