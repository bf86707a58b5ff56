import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

type Module<Props> = { default: ComponentType<Props> };
type Lazy<Props> = { View: ComponentType<Props> | null; failure: Error | null; retry: () => void };

/** Fetches a component when it is first shown. Null until it is here; `failure` when it can't be had. */
export function useLazy<Props>(load: () => Promise<Module<Props>>): Lazy<Props> {
  const [View, setView] = useState<ComponentType<Props> | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const retry = () => {
    setFailure(null);
    load().then((module) => setView(() => module.default), setFailure);
  };
  useEffect(retry, []);
  return { View, failure, retry };
}
