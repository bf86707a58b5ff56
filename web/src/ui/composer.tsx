import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { sendDraft } from "../actions/send-draft.ts";
import { words } from "../language/words.ts";
import { useApp } from "./app-context.ts";
import { AttachMenu } from "./attach-menu.tsx";
import { AttachmentTray } from "./attachment-tray.tsx";
import { CannedAnswers, useCannedAnswers } from "./canned-answers.tsx";
import { ComposerField } from "./composer-field.tsx";
import { ComposerHead } from "./composer-head.tsx";
import { EmojiPickerButton } from "./emoji-button.tsx";
import { Icon } from "./icon.tsx";
import { useComposer } from "./use-composer.ts";
import { VoicePlace } from "./voice-place.tsx";
import { WindowClosed } from "./window-closed.tsx";
import "./composer.css";

/** Where the agent answers. What is written lives in the state, so nothing that happens around it loses it. */
export function Composer({ conversation }: { conversation: Conversation }) {
  const app = useApp();
  const id = conversation.conversation_id;
  const composer = useComposer(conversation);
  const { draft, files, note, closed, surplus, ready, change } = composer;
  const field = useRef<HTMLTextAreaElement>(null);
  const [voice, setVoice] = useState<"recording" | "over" | null>(null);
  const canned = useCannedAnswers(draft.text, (text) => change({ text }));
  const w = words.value;
  const send = () => {
    if (!ready) return;
    sendDraft(app, id);
    field.current?.focus();
  };
  // Before anything is painted, so that no key falls between the two.
  useLayoutEffect(() => {
    if (voice === "over") field.current?.focus();
  }, [voice]);
  return (
    <form
      class={note ? "composer composer-note" : "composer"}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <ComposerHead composer={composer} />
      {closed ? (
        <WindowClosed conversation={conversation} onNote={() => change({ type: "note" })} />
      ) : voice === "recording" ? (
        <VoicePlace conversation={conversation} onClose={() => setVoice("over")} />
      ) : (
        <>
          <AttachmentTray conversationId={id} files={files} />
          <CannedAnswers {...canned} />
          <div class="composer-line">
            {!note && <AttachMenu conversation={conversation} />}
            <NoteSwitch
              note={note}
              onSwitch={() => change({ type: note ? "text" : "note", editing: null })}
            />
            <EmojiPickerButton
              onChoose={(emoji) => insert(field.current!, emoji, (text) => change({ text }))}
            />
            <ComposerField composer={composer} field={field} canned={canned} onSend={send} />
            {draft.text === "" && files.length === 0 && !note ? (
              <button
                class="composer-send"
                type="button"
                aria-label={w.sending.recordVoice}
                title={w.sending.recordVoice}
                data-testid="composer-record"
                onClick={() => setVoice("recording")}
              >
                <Icon name="microphone" />
              </button>
            ) : (
              <SendButton note={note} ready={ready} />
            )}
          </div>
          {surplus > 0 && <p class="composer-surplus">{w.tooLong(surplus)}</p>}
        </>
      )}
    </form>
  );
}

function NoteSwitch({ note, onSwitch }: { note: boolean; onSwitch: () => void }) {
  const w = words.value;
  return (
    <button
      class="icon-button composer-mode"
      type="button"
      aria-pressed={note}
      aria-label={w.noteMode}
      title={w.noteMode}
      onClick={onSwitch}
    >
      <Icon name="note" />
    </button>
  );
}

function SendButton({ note, ready }: { note: boolean; ready: boolean }) {
  const w = words.value;
  const label = note ? w.saveNote : w.send;
  return (
    <button
      class="composer-send"
      type="submit"
      aria-label={label}
      title={label}
      disabled={!ready}
      data-testid="composer-send"
    >
      <Icon name={note ? "check" : "send"} />
    </button>
  );
}

/** Puts text where the cursor is, and leaves the cursor behind it. */
function insert(field: HTMLTextAreaElement, text: string, onText: (text: string) => void) {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  onText(field.value);
}
