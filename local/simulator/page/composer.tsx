import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ChatMessage } from "../world.ts";
import type { Attempt } from "./app.tsx";
import { AttachSheet } from "./attach-sheet.tsx";
import { describe } from "./describe-message.ts";
import { Icon } from "./icon.tsx";
import type { ChatApi } from "./phone-api.ts";
import { useRecorder } from "./use-recorder.ts";

type Props = {
  api: ChatApi;
  attempt: Attempt;
  replyTo: ChatMessage | null;
  editing: ChatMessage | null;
  blocked: boolean;
  photos: string[];
  onDone: () => void;
};

/** Where the customer writes, attaches and records. */
export function Composer({ api, attempt, replyTo, editing, blocked, photos, onDone }: Props) {
  const [text, setText] = useState(editing?.text ?? "");
  const [attaching, setAttaching] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const answered = replyTo ? { replyTo: replyTo.id } : {};
  const recorder = useRecorder(async (sound) => {
    // A machine without a microphone sends the built-in message.
    await attempt(
      sound ? api.sendFile(sound, "audio", { voice: "", ...answered }) : api.act("voice", answered),
    );
    onDone();
  });
  useEffect(() => field.current?.focus(), [replyTo, editing]);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "0";
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);

  const send = async () => {
    if (text.trim() === "") return;
    const written = text;
    setText("");
    const act = editing
      ? api.act("edit", { message: editing.id, text: written })
      : api.act("text", { text: written, ...answered });
    await attempt(act);
    onDone();
    field.current?.focus();
  };
  const quoted = editing ?? replyTo;
  if (blocked) return <p class="composer composer-blocked">You blocked this business.</p>;
  return (
    <footer class="composer">
      {attaching && (
        <AttachSheet
          {...{ api, attempt, photos, answered }}
          caption={text}
          onDone={(captioned) => {
            setAttaching(false);
            if (captioned) setText("");
            onDone();
          }}
        />
      )}
      {quoted && (
        <p class="quote composer-quote">
          <strong>{editing ? "Edit" : "Reply"}</strong>
          <span>{describe(quoted)}</span>
          <button type="button" aria-label="Cancel" onClick={onDone}>
            <Icon name="close" />
          </button>
        </p>
      )}
      <div class="composer-line">
        {recorder.seconds === null ? (
          <>
            <button
              type="button"
              class={attaching ? "turned" : ""}
              aria-label="Attach"
              aria-expanded={attaching}
              onClick={() => setAttaching(!attaching)}
            >
              <Icon name="plus" />
            </button>
            <textarea
              ref={field}
              rows={1}
              dir="auto"
              aria-label="Message"
              placeholder="Message"
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === "Escape") onDone();
                if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
                event.preventDefault();
                void send();
              }}
            />
          </>
        ) : (
          <>
            <button type="button" aria-label="Throw the recording away" onClick={recorder.cancel}>
              <Icon name="bin" />
            </button>
            <p class="recording" role="status">{`Recording ${recorder.seconds} s`}</p>
          </>
        )}
        {text.trim() === "" && recorder.seconds === null ? (
          <button
            type="button"
            class="composer-send"
            aria-label="Record a voice message"
            onClick={recorder.start}
          >
            <Icon name="microphone" />
          </button>
        ) : (
          <button
            type="button"
            class="composer-send"
            aria-label="Send"
            onClick={recorder.seconds === null ? send : recorder.finish}
          >
            <Icon name="send" />
          </button>
        )}
      </div>
    </footer>
  );
}
