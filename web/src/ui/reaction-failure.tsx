import type { Message } from "@live-chat/contract/message.ts";
import { useComputed } from "@preact/signals";
import { react } from "../actions/react.ts";
import { words } from "../language/words.ts";
import { canReact, ownReaction } from "../state/reactions.ts";
import { useApp } from "./app-context.ts";
import { thisMoment } from "./clock.ts";
import { Icon } from "./icon.tsx";

/** Why the customer doesn't see our reaction, or perhaps doesn't, or still does; and what helps. */
export function ReactionFailure({ message }: { message: Message }) {
  const app = useApp();
  const { conversation_id, message_id } = message;
  const agentId = useComputed(() => app.store.state.value.agent.id).value;
  const conversation = useComputed(() => app.store.state.value.conversations.get(conversation_id)).value;
  const chosen = useComputed(() => app.store.state.value.reacting.has(message_id)).value;
  const own = ownReaction(message, agentId);
  if (!own?.error || chosen) return null;
  const { emoji, status, error } = own;
  const w = words.value;
  const known = w.reactions.errors[error.code] ?? w.sending.deliveryErrors[error.code];
  const why = known ?? (error.detail ? `${error.title}: ${error.detail}` : error.title);
  const unknown = status === "unconfirmed";
  const what = status === "sent" ? w.reactions.stillThere(emoji) : w.reactions.notThere(emoji);
  return (
    <div class={`message-failure ${unknown ? "message-failure-open" : ""}`}>
      <Icon name={unknown ? "question" : "alert"} small />
      <span>{unknown ? w.reactions.perhapsThere(emoji) : `${what} ${why}`}</span>
      {canReact(message, conversation, thisMoment()) && (
        <button
          class="text-button"
          type="button"
          onClick={() => void react(app, message, status === "sent" ? "" : emoji)}
        >
          {w.tryAgain}
        </button>
      )}
    </div>
  );
}
