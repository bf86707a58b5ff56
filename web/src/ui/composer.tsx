import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { saveDraft } from "../actions/save-draft.ts";
import { sendMessage } from "../actions/send-message.ts";
import { tellTyping } from "../actions/tell-presence.ts";
import { takeBackUnsent } from "../actions/unsent-messages.ts";
import { words } from "../language/words.ts";
import { draftOf } from "../state/drafts.ts";
import { useApp } from "./app-context.ts";
import { CannedAnswers, useCannedAnswers } from "./canned-answers.tsx";
import { clock } from "./clock.ts";
import { EmojiPickerButton } from "./emoji-button.tsx";
import { Icon } from "./icon.tsx";
import { ReplyQuote } from "./reply-quote.tsx";
import { useGrowing } from "./use-growing.ts";
import "./composer.css";

/** Longest text of a message, in UTF-16 code units; the server's limit. */
const MAX_TEXT_LENGTH = 4096;

/** Where the agent answers. What is written lives in the state, so nothing that happens around it loses it. */
export function Composer({ conversation }: { conversation: Conversation }) {
  const app = useApp();
  const id = conversation.conversation_id;
  const draft = useComputed(() => draftOf(app.store.state.value, id)).value;
  const field = useRef<HTMLTextAreaElement>(null);
  const w = words.value;
  const note = draft.type === "note";
  const surplus = draft.text.length - MAX_TEXT_LENGTH;
  const ready = draft.text.trim() !== "" && surplus <= 0;
  const change = (part: Partial<typeof draft>) => saveDraft(app, id, { ...draft, ...part });

  useGrowing(field, draft.text);
  useEffect(() => {
    // On a phone the keyboard would cover what the agent came to read.
    if (window.matchMedia("(hover: hover)").matches) field.current?.focus();
  }, []);
  useEffect(() => {
    if (draft.reply_to) field.current?.focus();
  }, [draft.reply_to]);

  const send = () => {
    if (!ready) return;
    const { text, type, reply_to } = draft;
    saveDraft(app, id, { text: "", type, reply_to: null });
    tellTyping(app, id, false);
    void sendMessage(app, id, { text: text.trim(), type, reply_to });
    field.current?.focus();
  };
  const canned = useCannedAnswers(draft.text, (text) => change({ text }));
  const onKeyDown = (event: KeyboardEvent) => {
    if (canned.onKeyDown(event)) return;
    if (event.key === "ArrowUp" && draft.text === "") {
      const unsent = takeBackUnsent(app, id);
      if (unsent) change(unsent);
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && draft.reply_to) {
      event.preventDefault();
      change({ reply_to: null });
    }
  };

  return (
    <form
      class={note ? "composer composer-note" : "composer"}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {draft.reply_to && (
        <div class="composer-reply">
          <ReplyQuote key={draft.reply_to} conversationId={id} messageId={draft.reply_to} />
          <button
            class="icon-button"
            type="button"
            aria-label={w.cancelReply}
            onClick={() => change({ reply_to: null })}
          >
            <Icon name="close" small />
          </button>
        </div>
      )}
      {!note && windowClosed(conversation) && (
        <p class="composer-hint">
          <Icon name="clock" small /> {w.windowClosed}
        </p>
      )}
      {note && (
        <p class="composer-hint">
          <Icon name="note" small /> {w.noteOnlyTeam}
        </p>
      )}
      <CannedAnswers {...canned} />
      <div class="composer-line">
        <button
          class="icon-button composer-mode"
          type="button"
          aria-pressed={note}
          aria-label={w.noteMode}
          title={w.noteMode}
          onClick={() => change({ type: note ? "text" : "note" })}
        >
          <Icon name="note" />
        </button>
        <EmojiPickerButton onChoose={(emoji) => insert(field.current!, emoji, (text) => change({ text }))} />
        <textarea
          ref={field}
          class="composer-input"
          rows={1}
          dir="auto"
          enterkeyhint="send"
          data-testid="composer-input"
          aria-label={note ? w.writeNote : w.writeMessage}
          placeholder={note ? w.writeNote : w.writeMessage}
          value={draft.text}
          onInput={(event) => {
            change({ text: event.currentTarget.value });
            if (!note) tellTyping(app, id, event.currentTarget.value !== "");
          }}
          onKeyDown={onKeyDown}
        />
        <button
          class="composer-send"
          type="submit"
          aria-label={note ? w.saveNote : w.send}
          title={note ? w.saveNote : w.send}
          disabled={!ready}
          data-testid="composer-send"
        >
          <Icon name={note ? "check" : "send"} />
        </button>
      </div>
      {surplus > 0 && <p class="composer-surplus">{w.tooLong(surplus)}</p>}
    </form>
  );
}

/** Some channels take free texts only for a while after the customer's last message. */
function windowClosed({ window_expires_at }: Conversation): boolean {
  return Boolean(window_expires_at) && Date.parse(window_expires_at!) < clock.value;
}

/** Puts text where the cursor is, and leaves the cursor behind it. */
function insert(field: HTMLTextAreaElement, text: string, onText: (text: string) => void) {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  onText(field.value);
}
