import type { LabelColor } from "@live-chat/contract/settings.ts";
import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { labelColor } from "../state/workspace.ts";
import { useApp } from "./app-context.ts";
import "./label-chip.css";

type Props = {
  name: string;
  /** Where it isn't the one that the team chose. */
  color?: LabelColor;
  children?: ComponentChildren;
};

/** A label in its colour; `children` stand behind its name. */
export function LabelChip({ name, color, children }: Props) {
  const { store } = useApp();
  const chosen = useComputed(() => labelColor(store.state.value, name)).value;
  return (
    <span class={`label-chip label-${color ?? chosen}`}>
      <bdi class="ellipsis">{name}</bdi>
      {children}
    </span>
  );
}
