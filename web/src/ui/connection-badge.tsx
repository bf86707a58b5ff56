import { useComputed } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { words } from "../language/words.ts";
import { type ConnectionState, connectionState } from "../state/connection-state.ts";
import { useApp } from "./app-context.ts";
import "./connection-badge.css";

/** Whether what is on the screen is all there is, as far as the stream can prove. */
export function ConnectionBadge() {
  const { store, reconnect } = useApp();
  const connection = useComputed(() => connectionState(store.state.value)).value;
  return (
    <>
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
      {(connection.state === "reconnecting" || connection.state === "offline") && (
        <button class="text-button connection-now" type="button" onClick={reconnect}>
          {words.value.tryNow}
        </button>
      )}
    </>
  );
}

/** Counts down on the screen; whoever listens hears once that it reconnects. */
function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  const { reconnecting } = words.value.connection;
  return (
    <>
      <span class="unseen">{reconnecting(0)}</span>
      <span aria-hidden="true">{reconnecting(seconds)}</span>
    </>
  );
}
