import { useEffect, useState } from "preact/hooks";
import { countLabelled } from "../../actions/relabel.ts";
import { useApp } from "../app-context.ts";

/** How many conversations carry a label; null while that isn't known. */
export function useCarriers(label: string | null): number | null {
  const app = useApp();
  const [count, setCount] = useState<number | null>(null);
  useEffect(() => {
    if (label !== null) void countLabelled(app, label).then(setCount, () => {});
  }, [app, label]);
  return count;
}
