import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useEffect, useState } from "preact/hooks";
import { updateConversation } from "../actions/update-conversation.ts";
import { words } from "../language/words.ts";
import { useApp } from "./app-context.ts";
import { customerName } from "./customer-name.ts";

type Props = { conversation: Conversation };

/** What we call the customer; saved when the field is left or Enter is pressed, emptied: what the channel says. */
export function CustomerName({ conversation }: Props) {
  const app = useApp();
  const w = words.value;
  const field = useSavedField(customerName(conversation, w), (name) =>
    updateConversation(app, conversation.conversation_id, { name: name.trim() || null }),
  );
  return (
    <input
      class="field customer-name-field"
      dir="auto"
      aria-label={w.customerName}
      maxLength={200}
      {...field}
    />
  );
}

/** What the team should know about the customer; saved when the field is left. */
export function NoteAbout({ conversation }: Props) {
  const app = useApp();
  const w = words.value;
  const field = useSavedField(conversation.note ?? "", (note) =>
    updateConversation(app, conversation.conversation_id, { note: note.trim() || null }),
  );
  return (
    <label class="customer-section">
      <h2>{w.noteAbout}</h2>
      <textarea
        class="field customer-note-field"
        dir="auto"
        maxLength={4000}
        placeholder={w.noteAboutHint}
        {...field}
      />
    </label>
  );
}

type FieldKey = KeyboardEvent & { currentTarget: HTMLElement };

/** A field that shows what is stored, keeps what is being written, and saves it when it is left; Escape takes it back. */
function useSavedField(stored: string, save: (text: string) => Promise<void>) {
  const [text, setText] = useState(stored);
  const [editing, setEditing] = useState(false);
  useEffect(() => {
    if (!editing) setText(stored);
  }, [stored, editing]);
  return {
    value: text,
    onFocus: () => setEditing(true),
    onKeyDown: (event: FieldKey) => {
      const { key, isComposing, currentTarget } = event;
      if (key === "Escape") setText(stored);
      else if (key !== "Enter" || currentTarget.tagName === "TEXTAREA" || isComposing) return;
      // Not meant for the conversation, which Escape would close.
      event.preventDefault();
      requestAnimationFrame(() => currentTarget.blur());
    },
    onInput: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
    onBlur: () => {
      // Until the server has it, what was written stays.
      const saved = text.trim() === stored.trim() ? Promise.resolve() : save(text);
      void saved.finally(() => setEditing(false));
    },
  };
}
