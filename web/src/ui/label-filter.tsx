import { useComputed } from "@preact/signals";
import { showList } from "../actions/load-list.ts";
import { words } from "../language/words.ts";
import { filteredLabel, labelFilter } from "../state/list-filter.ts";
import { labelColor } from "../state/workspace.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import { Menu, MenuAction } from "./menu.tsx";
import "./label-chip.css";
import "./label-filter.css";

/** Chooses one of the team's labels for the list to show. Nothing where there are none. */
export function LabelFilter() {
  const app = useApp();
  const labels = useComputed(() => app.store.state.value.workspace.settings?.labels ?? []).value;
  const chosen = useComputed(() => filteredLabel(app.store.state.value.filter)).value;
  const w = words.value;
  if (labels.length === 0 && chosen === null) return null;
  return (
    <div class="label-filter">
      <Menu label={w.filterByLabel} button={<Icon name="tag" small />}>
        {chosen !== null && (
          <MenuAction icon="close" label={w.allLabels} onClick={() => void showList(app, "all")} />
        )}
        <div class="label-filter-options">
          {labels.map(({ name }) => (
            <MenuAction
              key={name}
              mark={<LabelDot name={name} />}
              label={name}
              onClick={() => void showList(app, labelFilter(name))}
            />
          ))}
        </div>
      </Menu>
    </div>
  );
}

export function LabelDot({ name }: { name: string }) {
  const { store } = useApp();
  const color = useComputed(() => labelColor(store.state.value, name)).value;
  return <span class={`label-dot label-${color}`} />;
}
