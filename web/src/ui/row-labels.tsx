import { useComputed } from "@preact/signals";
import { words } from "../language/words.ts";
import { teamLabelsFirst } from "../state/workspace.ts";
import { useApp } from "./app-context.ts";
import { LabelChip } from "./label-chip.tsx";

/** A conversation's labels, those of the team first, as many as there is `room` for; then how many more there are. */
export function RowLabels({ labels, room }: { labels: readonly string[]; room: number }) {
  const { store } = useApp();
  const offered = useComputed(() => store.state.value.workspace.settings?.labels).value;
  if (labels.length === 0) return null;
  const sorted = teamLabelsFirst(labels, offered ?? []);
  const more = sorted.length - room;
  return (
    <span class="conversation-row-labels">
      {sorted.slice(0, room).map((label) => (
        <LabelChip key={label} name={label} />
      ))}
      {more > 0 && (
        <span title={sorted.slice(room).join(", ")}>
          <bdi aria-hidden="true">+{more}</bdi>
          <span class="unseen">{words.value.moreLabels(more)}</span>
        </span>
      )}
    </span>
  );
}
