import { useComputed } from "@preact/signals";
import { showList } from "../actions/load-list.ts";
import { words } from "../language/words.ts";
import { filteredLabel, LIST_FILTERS } from "../state/list-filter.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import { LabelDot, LabelFilter } from "./label-filter.tsx";
import "./list-filters.css";

/** Chips that say which conversations the list shows. */
export function ListFilters() {
  const app = useApp();
  const filter = useComputed(() => app.store.state.value.filter).value;
  const counts = useComputed(() => app.store.state.value.counts).value;
  const label = filteredLabel(filter);
  const w = words.value;
  return (
    <div class="list-filters">
      <fieldset aria-label={w.filterBy} onWheel={scrollSideways}>
        {label !== null && <ChosenLabel label={label} />}
        {LIST_FILTERS.map((name) => (
          <button
            key={name}
            class="chip"
            type="button"
            aria-pressed={name === filter}
            onClick={(event) => {
              event.currentTarget.scrollIntoView({ block: "nearest", inline: "center", behavior: "smooth" });
              void showList(app, name);
            }}
          >
            {w.filters[name]}
            {name !== "all" && counts[name] ? <span class="chip-count">{counts[name]}</span> : null}
          </button>
        ))}
      </fieldset>
      <LabelFilter />
    </div>
  );
}

/** The label that the list is narrowed to; pressed, it shows everything again. */
function ChosenLabel({ label }: { label: string }) {
  const app = useApp();
  return (
    <button class="chip" type="button" aria-pressed="true" onClick={() => void showList(app, "all")}>
      <LabelDot name={label} /> <bdi>{label}</bdi>
      <Icon name="close" small />
    </button>
  );
}

/** A mouse has one wheel only. */
function scrollSideways(event: WheelEvent) {
  const strip = event.currentTarget as HTMLElement;
  const forwards = strip.matches("[dir=rtl] *") ? -1 : 1;
  if (event.deltaX === 0) strip.scrollLeft += event.deltaY * forwards;
}
