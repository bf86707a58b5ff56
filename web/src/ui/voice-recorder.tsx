import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useEffect, useRef } from "preact/hooks";
import { sendVoice } from "../actions/send-voice.ts";
import { words } from "../language/words.ts";
import type { NoMicrophone } from "../media/record-voice.ts";
import { playTime } from "../text/play-time.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import { useObjectUrl } from "./use-object-url.ts";
import { useRecorder } from "./use-recorder.ts";
import VoiceNote from "./voice-note.tsx";
import { Waveform } from "./waveform.tsx";
import "./voice-recorder.css";

export type VoiceRecorderProps = { conversation: Conversation; onClose: () => void };

/** In the composer's place: records a voice note, lets the agent hear it, and sends it. */
export default function VoiceRecorder({ conversation, onClose }: VoiceRecorderProps) {
  const app = useApp();
  const recorder = useRecorder();
  const w = words.value.sending;
  const sendButton = useRef<HTMLButtonElement>(null);
  useEffect(() => sendButton.current?.focus(), [recorder.state]);

  const send = async () => {
    const sound = recorder.sound ?? (await recorder.stop());
    if (!sound) return;
    sendVoice(app, conversation.conversation_id, sound);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  if (recorder.failure) return <Failed failure={recorder.failure} onClose={onClose} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only catches the keys of the controls inside
    <div class="composer-line voice-recorder" data-testid="voice-recorder" onKeyDown={onKeyDown}>
      <button
        class="icon-button composer-mode"
        type="button"
        aria-label={w.discardVoice}
        title={w.discardVoice}
        onClick={onClose}
      >
        <Icon name="trash" />
      </button>
      {recorder.sound ? (
        <Listen sound={recorder.sound} />
      ) : (
        <>
          <span class="voice-recorder-time" role="timer" aria-label={w.recording}>
            {playTime(recorder.seconds)}
          </span>
          <Waveform peaks={recorder.levels} played={1} />
          <button
            class="icon-button composer-mode"
            type="button"
            aria-label={w.stopToListen}
            title={w.stopToListen}
            disabled={recorder.state !== "recording"}
            data-testid="voice-stop"
            onClick={() => void recorder.stop()}
          >
            <Icon name="stop" />
          </button>
        </>
      )}
      <button
        ref={sendButton}
        class="composer-send"
        type="button"
        aria-label={w.sendVoice}
        title={w.sendVoice}
        disabled={recorder.state === "asking"}
        data-testid="voice-send"
        onClick={() => void send()}
      >
        <Icon name="send" />
      </button>
    </div>
  );
}

function Listen({ sound }: { sound: Blob }) {
  const url = useObjectUrl(sound);
  return (
    <div class="voice-recorder-listen">
      {url && <VoiceNote url={url} local={sound} voice onError={() => {}} />}
    </div>
  );
}

function Failed({ failure, onClose }: { failure: Error; onClose: () => void }) {
  const w = words.value;
  const { reason } = failure as NoMicrophone;
  return (
    <div class="composer-closed">
      <p role="alert">
        <Icon name="alert" small /> {w.sending.noMicrophone[reason] ?? w.somethingWrong}
      </p>
      <button class="button" type="button" onClick={onClose}>
        {w.close}
      </button>
    </div>
  );
}
