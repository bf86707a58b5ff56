import type { Author } from "@live-chat/contract/message.ts";
import { retryMessage } from "../actions/retry-message.ts";
import { discardMessage, resendMessage } from "../actions/unsent-messages.ts";
import { words } from "../language/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import type { MessageRow } from "./message-bubble.tsx";
import "./message-failure.css";

/** Why a message didn't go out, with only the ways out that can help. */
export function MessageFailure({ row: { message, outgoing } }: { row: MessageRow }) {
  const app = useApp();
  const w = words.value;
  if (!outgoing) {
    if (message.status !== "failed") return null;
    const { title, detail } = message.error ?? { title: w.ticks.failed, detail: null };
    const action = message.error?.action;
    return (
      <div class="message-failure">
        <span>{detail ? `${title}: ${detail}` : title}</span>
        {action && action !== "retry" && <span class="message-failure-way">{w.failureActions[action]}</span>}
        {action === "retry" && (
          <button class="text-button" type="button" onClick={() => void retryMessage(app, message)}>
            {w.retry}
          </button>
        )}
      </div>
    );
  }
  if (outgoing.state !== "failed" && outgoing.state !== "moved") return null;
  const moved = outgoing.state === "moved";
  return (
    <div class="message-failure" role="alert">
      <Icon name="alert" small />
      <span>
        {moved ? <MovedBy conversationId={outgoing.conversation_id} /> : (outgoing.problem ?? w.sendFailed)}
      </span>
      <button class="text-button" type="button" onClick={() => void resendMessage(app, outgoing)}>
        {moved ? w.sendAnyway : w.retry}
      </button>
      <button class="text-button" type="button" onClick={() => void discardMessage(app, outgoing)}>
        {w.discard}
      </button>
    </div>
  );
}

/** Who wrote while the message was being written. */
function MovedBy({ conversationId }: { conversationId: string }) {
  const state = useApp().store.state.value;
  const w = words.value;
  const messages = state.threads.get(conversationId)?.messages ?? [];
  const other = messages.findLast((one) => one.author.id !== state.agent.id)?.author;
  const name = (author: Author) => author.name ?? w.authors[author.kind];
  return <>{w.movedBy(other ? name(other) : w.authors.customer)}</>;
}
