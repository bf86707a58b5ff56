import type { Conversation } from "@live-chat/contract/conversation.ts";
import { words } from "../language/words.ts";
import { Icon } from "./icon.tsx";
import { templatesFor } from "./template-place.tsx";

type Props = { conversation: Conversation; onNote: () => void };

/** In the composer's place while the channel takes nothing but templates: what can be sent instead. */
export function WindowClosed({ conversation, onNote }: Props) {
  const w = words.value.sending;
  // The window of who never wrote is closed from the beginning.
  const everWrote = conversation.window_expires_at !== conversation.created_at;
  return (
    <div class="composer-closed" data-testid="window-closed">
      <p>
        <Icon name="clock" small /> {everWrote ? w.windowClosed : w.neverWrote}
      </p>
      <button
        class="button button-main"
        type="button"
        onClick={() => {
          templatesFor.value = conversation.conversation_id;
        }}
      >
        <Icon name="template" small /> {w.sendTemplate}
      </button>
      <button class="button" type="button" onClick={onNote}>
        <Icon name="note" small /> {w.writeNote}
      </button>
    </div>
  );
}
