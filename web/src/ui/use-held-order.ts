import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useEffect, useRef, useState } from "preact/hooks";
import { holdOrder } from "../state/hold-order.ts";

/** ms after the last movement of pointer or keyboard until the list settles: a resting mouse doesn't stop it. */
const SETTLE_AFTER = 2500;

/** Holds the order of the list while the agent is pointing at it. Returns the rows and what listens. */
export function useHeldOrder(shown: Conversation[]) {
  const [held, setHeld] = useState<string[] | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const rows = holdOrder(shown, held);
  const release = () => {
    clearTimeout(timer.current);
    setHeld(null);
  };
  const hold = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(release, SETTLE_AFTER);
    setHeld((old) => old ?? rows.map((one) => one.conversation_id));
  };
  return { rows, hold, release };
}
