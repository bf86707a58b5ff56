import { words } from "../language/words.ts";
import type { ThreadRow } from "../state/thread-rows.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import "./jump-to-end.css";

type Props = {
  conversationId: string;
  rows: readonly ThreadRow[];
  /** Index of the last row in view. */
  lastSeen: number;
  onJump: () => void;
};

/** Leads from further up back to the newest message, and says how many customers' messages are waiting there. */
export function JumpToEnd({ conversationId, rows, lastSeen, onJump }: Props) {
  const app = useApp();
  const w = words.value;
  const state = app.store.state.value;
  const detached = state.threads.get(conversationId)?.to !== null;
  const unread = state.conversations.get(conversationId)?.unread_count ?? 0;
  const below = rows
    .slice(lastSeen + 1)
    .filter((row) => row.kind === "message" && row.message.direction === "inbound");
  const count = Math.min(detached ? unread : below.length, unread);
  return (
    <button class="jump-to-end" type="button" onClick={onJump} title={w.toNewest}>
      {count > 0 && <span>{w.newMessages(count)}</span>}
      <span class="unseen">{w.toNewest}</span>
      <Icon name="down" />
    </button>
  );
}
