import { words } from "../language/words.ts";
import { Icon } from "./icon.tsx";
import { ReplyQuote } from "./reply-quote.tsx";
import type { ComposerState } from "./use-composer.ts";

/** What is being written: an answer to which message, a note, or a note's new text. */
export function ComposerHead({
  composer: { conversation, draft, note, change },
}: {
  composer: ComposerState;
}) {
  const w = words.value;
  return (
    <>
      {draft.reply_to && (
        <div class="composer-reply">
          <ReplyQuote
            key={draft.reply_to}
            conversationId={conversation.conversation_id}
            messageId={draft.reply_to}
          />
          <Cancel label={w.cancelReply} onCancel={() => change({ reply_to: null })} />
        </div>
      )}
      {note && (
        <p class="composer-hint">
          <Icon name={draft.editing ? "edit" : "note"} small />
          {draft.editing ? w.sending.editingNote : w.noteOnlyTeam}
          {draft.editing && (
            <Cancel
              label={w.sending.cancelEditing}
              onCancel={() => change({ text: "", type: "text", editing: null })}
            />
          )}
        </p>
      )}
    </>
  );
}

function Cancel({ label, onCancel }: { label: string; onCancel: () => void }) {
  return (
    <button class="icon-button" type="button" aria-label={label} title={label} onClick={onCancel}>
      <Icon name="close" small />
    </button>
  );
}
