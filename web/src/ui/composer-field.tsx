import { useEffect } from "preact/hooks";
import { beginEdit, newestOwnNote } from "../actions/edit-note.ts";
import { tellTyping } from "../actions/tell-presence.ts";
import { newestUnsent, takeBackUnsent } from "../actions/unsent-messages.ts";
import type { App } from "../app.ts";
import { words } from "../language/words.ts";
import { useApp } from "./app-context.ts";
import type { useCannedAnswers } from "./canned-answers.tsx";
import type { ComposerState } from "./use-composer.ts";
import { useGrowing } from "./use-growing.ts";

type Props = {
  composer: ComposerState;
  field: { current: HTMLTextAreaElement | null };
  canned: ReturnType<typeof useCannedAnswers>;
  onSend: () => void;
};

/** Where the text is written, and what the keyboard does there. */
export function ComposerField({ composer, field, canned, onSend }: Props) {
  const app = useApp();
  const { conversation, draft, note, files, change } = composer;
  const id = conversation.conversation_id;
  const w = words.value;
  useGrowing(field, draft.text);
  useEffect(() => {
    // On a phone the keyboard would cover what the agent came to read.
    if (window.matchMedia("(hover: hover)").matches) field.current?.focus();
  }, []);
  useEffect(() => {
    if (draft.reply_to || draft.editing || files.length > 0) field.current?.focus();
  }, [draft.reply_to, draft.editing, files.length]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (canned.onKeyDown(event)) return;
    if (event.key === "ArrowUp" && draft.text === "") {
      if (takeLast(app, composer)) event.preventDefault();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      onSend();
    } else if (event.key === "Escape" && (draft.reply_to || draft.editing)) {
      event.preventDefault();
      change(draft.editing ? { text: "", type: "text", editing: null } : { reply_to: null });
    }
  };
  const label = note ? w.writeNote : files.length > 0 ? w.sending.writeCaption : w.writeMessage;
  return (
    <textarea
      ref={field}
      class="composer-input"
      rows={1}
      dir="auto"
      enterkeyhint="send"
      data-testid="composer-input"
      aria-label={label}
      placeholder={label}
      value={draft.text}
      onInput={(event) => {
        change({ text: event.currentTarget.value });
        if (!note) tellTyping(app, id, event.currentTarget.value !== "");
      }}
      onKeyDown={onKeyDown}
    />
  );
}

/** Puts what was written last back into the field: what isn't sent yet, else the agent's own newest note. */
function takeLast(app: App, { conversation, change }: ComposerState): boolean {
  const id = conversation.conversation_id;
  if (newestUnsent(app, id)) {
    const { text, type, reply_to } = takeBackUnsent(app, id)!;
    change({ text, type: type === "note" ? "note" : "text", reply_to });
    return true;
  }
  const note = newestOwnNote(app, id);
  if (note) beginEdit(app, note);
  return note !== null;
}
