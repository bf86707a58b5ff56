import { useComputed } from "@preact/signals";
import { showList } from "../actions/load-list.ts";
import { words } from "../language/words.ts";
import { LIST_FILTERS } from "../state/list-filter.ts";
import { useApp } from "./app-context.ts";
import "./list-filters.css";

/** Chips that say which conversations the list shows. */
export function ListFilters() {
  const app = useApp();
  const filter = useComputed(() => app.store.state.value.filter).value;
  const counts = useComputed(() => app.store.state.value.counts).value;
  const w = words.value;
  return (
    <fieldset class="list-filters" aria-label={w.filterBy}>
      {LIST_FILTERS.map((name) => (
        <button
          key={name}
          class="chip"
          type="button"
          aria-pressed={name === filter}
          onClick={() => void showList(app, name)}
        >
          {w.filters[name]}
          {name !== "all" && counts[name] ? <span class="chip-count">{counts[name]}</span> : null}
        </button>
      ))}
    </fieldset>
  );
}
