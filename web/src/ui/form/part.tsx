import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { loadPart } from "../../actions/load-workspace.ts";
import { words } from "../../language/words.ts";
import type { Part as PartName, Workspace } from "../../state/workspace.ts";
import { problemText } from "../../text/problem-text.ts";
import { useApp } from "../app-context.ts";
import { Failure } from "./failure.tsx";
import "./part.css";

type Props<Name extends PartName> = {
  name: Name;
  children: (value: NonNullable<Workspace[Name]>) => ComponentChildren;
};

/** Shows a part of the workspace, fetched anew each time it is looked at; what was known earlier is there at once. */
export function Part<Name extends PartName>({ name, children }: Props<Name>) {
  const app = useApp();
  const value = useComputed(() => app.store.state.value.workspace[name]).value;
  const failure = useComputed(() => app.store.state.value.partFailures[name]).value;
  useEffect(() => void loadPart(app, name), [app, name]);
  return (
    <>
      {failure && <PartFailure failure={failure} retry={() => void loadPart(app, name)} />}
      {value === null ? !failure && <PartSkeleton /> : children(value as NonNullable<Workspace[Name]>)}
    </>
  );
}

export function PartFailure({ failure, retry }: { failure: Error; retry: () => void }) {
  const w = words.value;
  return (
    <Failure>
      {problemText(failure, w)}{" "}
      <button class="text-button" type="button" onClick={retry}>
        {w.tryAgain}
      </button>
    </Failure>
  );
}

export function PartSkeleton() {
  return (
    <div class="part-skeleton" role="status" aria-label={words.value.loading}>
      <span class="skeleton" />
      <span class="skeleton" />
      <span class="skeleton" />
    </div>
  );
}

/** What stands in a list that has nothing in it. */
export function Nothing({ children }: { children: ComponentChildren }) {
  return <p class="part-nothing">{children}</p>;
}
