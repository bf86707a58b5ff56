import { useComputed } from "@preact/signals";
import { useApp } from "./app-context.ts";

/** Whether this agent may change what belongs to the whole team. */
export function useAdmin(): boolean {
  const { store } = useApp();
  return useComputed(() => store.state.value.agent.role === "admin").value;
}
