import { useRef, useState } from "preact/hooks";

export type Saving = {
  busy: boolean;
  failure: Error | null;
  /** Does the work unless it is under way already. Returns whether it succeeded. */
  save: (work: () => Promise<void>) => Promise<boolean>;
  /** Forgets the failure: what it was about has changed. */
  clear: () => void;
};

/** Follows what a form asks the server for: whether it is under way, and why it failed. */
export function useSaving(): Saving {
  const [busy, setBusy] = useState(false);
  // Whoever holds on to an older `save`, as a timer does, is told how it is now.
  const running = useRef(false);
  const [failure, setFailure] = useState<Error | null>(null);
  const save = async (work: () => Promise<void>) => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setFailure(null);
    try {
      await work();
      return true;
    } catch (error) {
      setFailure(error as Error);
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { busy, failure, save, clear: () => setFailure(null) };
}
