import { discardMessage, resendMessage } from "../actions/unsent-messages.ts";
import { words } from "../language/words.ts";
import type { OutboxMessage } from "../state/outbox.ts";
import { useApp } from "./app-context.ts";
import { CopyText } from "./copy-text.tsx";
import { DeliveryFailure } from "./delivery-failure.tsx";
import { Icon } from "./icon.tsx";
import type { MessageRow } from "./message-bubble.tsx";
import { MovedBy } from "./moved-by.tsx";
import { templatesFor } from "./template-place.tsx";
import { WriteAnew } from "./write-anew.tsx";
import "./message-failure.css";

/** Why a message didn't go out, with only the ways out that can help. */
export function MessageFailure({ row: { message, outgoing } }: { row: MessageRow }) {
  if (outgoing?.state === "moved") return <Moved outgoing={outgoing} />;
  if (outgoing?.state === "failed") return <Refused outgoing={outgoing} />;
  if (outgoing || (message.status !== "failed" && message.status !== "unconfirmed")) return null;
  return <DeliveryFailure message={message} />;
}

/** Somebody wrote meanwhile: the agent decides. */
function Moved({ outgoing }: { outgoing: OutboxMessage }) {
  const app = useApp();
  const w = words.value;
  return (
    <div class="message-failure" role="alert">
      <Icon name="alert" small />
      <span>
        <MovedBy conversationId={outgoing.conversation_id} />
      </span>
      <button class="text-button" type="button" onClick={() => void resendMessage(app, outgoing)}>
        {w.sendAnyway}
      </button>
      <WriteAnew outgoing={outgoing} />
      <Discard outgoing={outgoing} />
    </div>
  );
}

/** The server didn't take it. */
function Refused({ outgoing }: { outgoing: OutboxMessage }) {
  const app = useApp();
  const w = words.value;
  const closed = outgoing.code === "window_closed";
  const said = outgoing.code && w.problems[outgoing.code];
  return (
    <div class="message-failure" role="alert">
      <Icon name="alert" small />
      <span>{said ?? outgoing.problem ?? w.sendFailed}</span>
      {closed ? (
        <button
          class="text-button"
          type="button"
          onClick={() => {
            templatesFor.value = outgoing.conversation_id;
          }}
        >
          {w.sending.sendTemplate}
        </button>
      ) : (
        <button class="text-button" type="button" onClick={() => void resendMessage(app, outgoing)}>
          {w.retry}
        </button>
      )}
      {closed ? <CopyText text={outgoing.text} /> : <WriteAnew outgoing={outgoing} />}
      <Discard outgoing={outgoing} />
    </div>
  );
}

function Discard({ outgoing }: { outgoing: OutboxMessage }) {
  const app = useApp();
  return (
    <button class="text-button" type="button" onClick={() => void discardMessage(app, outgoing)}>
      {words.value.discard}
    </button>
  );
}
