import type { Message } from "@live-chat/contract/message.ts";
import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import { retryMessage } from "../actions/retry-message.ts";
import { words } from "../language/words.ts";
import { waysOut } from "../state/ways-out.ts";
import { useApp } from "./app-context.ts";
import { thisMoment } from "./clock.ts";
import { CopyText } from "./copy-text.tsx";
import { Icon } from "./icon.tsx";
import { RepeatQuestion } from "./repeat-question.tsx";
import { templatesFor } from "./template-place.tsx";

/** What became of a message that the channel didn't take, or may have taken, and what helps now. */
export function DeliveryFailure({ message }: { message: Message }) {
  const app = useApp();
  const id = message.conversation_id;
  const conversation = useComputed(() => app.store.state.value.conversations.get(id)).value;
  const [asking, setAsking] = useState(false);
  const ways = waysOut(message, conversation, thisMoment());
  const w = words.value;
  const retry = () => void retryMessage(app, message);
  return (
    <div class={`message-failure ${message.status === "unconfirmed" ? "message-failure-open" : ""}`}>
      <Icon name={message.status === "unconfirmed" ? "question" : "alert"} small />
      <span>{describe(message, w)}</span>
      {ways.callAdmin && <span class="message-failure-way">{w.callAdmin}</span>}
      {ways.retry && (
        <button class="text-button" type="button" onClick={ways.ask ? () => setAsking(true) : retry}>
          {w.sending.sendAgain}
        </button>
      )}
      {ways.template && (
        <button
          class="text-button"
          type="button"
          onClick={() => {
            templatesFor.value = id;
          }}
        >
          {w.sending.sendTemplate}
        </button>
      )}
      {message.type === "text" && <CopyText text={message.text} />}
      {asking && <RepeatQuestion onRepeat={retry} onClose={() => setAsking(false)} />}
    </div>
  );
}

/** In the agent's language where we have the words, else as the server put it. */
function describe({ error, status }: Message, w: typeof words.value): string {
  const known = error && w.sending.deliveryErrors[error.code];
  if (known) return known;
  if (!error) return status === "failed" ? w.ticks.failed : w.ticks.unconfirmed;
  return error.detail ? `${error.title}: ${error.detail}` : error.title;
}
