import { saveDraft } from "../actions/save-draft.ts";
import { discardMessage } from "../actions/unsent-messages.ts";
import { words } from "../language/words.ts";
import type { OutboxMessage } from "../state/outbox.ts";
import { useApp } from "./app-context.ts";

/** Puts an unsent text back into the composer. */
export function WriteAnew({ outgoing }: { outgoing: OutboxMessage }) {
  const app = useApp();
  const { conversation_id, type, text, reply_to } = outgoing;
  if (type !== "text" && type !== "note") return null;
  const take = () => {
    saveDraft(app, conversation_id, { text, type, reply_to });
    void discardMessage(app, outgoing);
    document.querySelector<HTMLElement>(".composer-input")?.focus();
  };
  return (
    <button class="text-button" type="button" onClick={take}>
      {words.value.sending.writeAnew}
    </button>
  );
}
