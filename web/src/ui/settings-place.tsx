import { useEffect } from "preact/hooks";
import { words } from "../language/words.ts";
import { EmptyState } from "./empty-state.tsx";
import { ListSkeleton } from "./list-skeleton.tsx";
import type { Section } from "./route.ts";
import { useLazy } from "./use-lazy.ts";

export type SettingsProps = { section: Section | "menu"; backTo: string };

/** Where the settings are shown: they are fetched the first time, and leave the keyboard where they were opened. */
export function SettingsPlace(props: SettingsProps) {
  const { View, failure, retry } = useLazy<SettingsProps>(() => import("./settings/settings-screen.tsx"));
  const w = words.value;
  useEffect(
    () => () => {
      requestAnimationFrame(() => document.querySelector<HTMLElement>(".list-header .menu-button")?.focus());
    },
    [],
  );
  if (View) return <View {...props} />;
  return (
    <main class="dashboard" aria-busy={failure === null}>
      <div class="dashboard-list">{failure === null && <ListSkeleton />}</div>
      <div class="dashboard-thread">
        {failure && (
          <EmptyState icon="alert" title={w.settings.notLoaded} hint={w.problems.unreachable ?? ""}>
            <button class="button" type="button" onClick={retry}>
              {w.tryAgain}
            </button>
            <a class="text-button" href={props.backTo}>
              {w.back}
            </a>
          </EmptyState>
        )}
      </div>
    </main>
  );
}
