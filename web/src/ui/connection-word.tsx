import { useComputed } from "@preact/signals";
import { words } from "../language/words.ts";
import { connectionState } from "../state/connection-state.ts";
import { useApp } from "./app-context.ts";

/** On a phone an open conversation covers the list and its badge: then it says itself what isn't live. */
export function ConnectionWord() {
  const { store } = useApp();
  const state = useComputed(() => connectionState(store.state.value).state).value;
  const { connection } = words.value;
  if (state === "live") return null;
  return (
    <span class="connection-word">
      {state === "reconnecting" ? connection.reconnecting(0) : connection[state]}
    </span>
  );
}
