import { type ReadonlySignal, signal } from "@preact/signals";
import type { State } from "./state.ts";

/** The state, and the one place that writes it. */
export type Store = {
  readonly state: ReadonlySignal<State>;
  /** Replaces the state by what a pure function makes of it. Returns the new one. */
  change(step: (state: State) => State): State;
};

export function createStore(initial: State): Store {
  const state = signal(initial);
  return {
    state,
    change(step) {
      state.value = step(state.peek());
      return state.peek();
    },
  };
}
