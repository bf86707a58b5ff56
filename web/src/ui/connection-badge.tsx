import { useComputed } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { words } from "../language/words.ts";
import { type ConnectionState, connectionState } from "../state/connection-state.ts";
import { useApp } from "./app-context.ts";
import "./connection-badge.css";

/** Whether what is on the screen is all there is, as far as the stream can prove. */
export function ConnectionBadge() {
  const { store } = useApp();
  const connection = useComputed(() => connectionState(store.state.value.stream)).value;
  return (
    <span
      class={`connection connection-${connection.state}`}
      role="status"
      data-testid="connection-state"
      data-state={connection.state === "denied" ? "offline" : connection.state}
    >
      <span class="connection-dot" />
      {connection.state === "reconnecting" ? (
        <Countdown until={connection.retryAt} />
      ) : (
        words.value.connection[connection.state as Exclude<ConnectionState["state"], "reconnecting">]
      )}
    </span>
  );
}

function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return <>{words.value.connection.reconnecting(seconds)}</>;
}
