import { useEffect, useState } from "preact/hooks";
import { words } from "../language/words.ts";
import { readWaveform, type Waveform as Shape } from "../media/read-waveform.ts";
import { playTime } from "../text/play-time.ts";
import { Icon } from "./icon.tsx";
import { nextSpeed, playSpeed, usePlayer } from "./use-player.ts";
import { Waveform } from "./waveform.tsx";
import "./voice-note.css";

export type VoiceNoteProps = {
  url: string;
  /** The file itself, where it is here: the page's policy lets nobody fetch from an address of such a file. */
  local: Blob | null;
  voice: boolean;
  onError: () => void;
};

const FLAT: Shape = { peaks: Array.from({ length: 48 }, () => 0), seconds: 0 };

/** Plays a voice note or another sound: its waveform to move in, its time, and how fast. */
export default function VoiceNote({ url, local, voice, onError }: VoiceNoteProps) {
  const player = usePlayer(url, onError);
  const shape = useWaveform(url, local);
  const w = words.value.sending;
  const length = shape.seconds || player.length;
  const speed = playSpeed.value;
  return (
    <div class="voice-note" data-testid="voice-note" data-seconds={length}>
      <button
        class="voice-note-play"
        type="button"
        aria-label={player.playing ? w.pause : w.play}
        onClick={player.toggle}
      >
        <Icon name={player.playing ? "pause" : "play"} />
      </button>
      <div class="voice-note-sound">
        <Waveform peaks={shape.peaks} played={length ? player.at / length : 0} />
        <input
          type="range"
          min={0}
          max={length || 1}
          step={0.1}
          value={player.at}
          aria-label={w.position}
          aria-valuetext={w.positionOf(playTime(player.at), playTime(length))}
          onInput={(event) => player.moveTo(Number(event.currentTarget.value))}
        />
      </div>
      <span class="voice-note-time">
        {voice && <Icon name="microphone" small />}
        {playTime(player.playing || player.at > 0 ? player.at : length)}
      </span>
      <button class="voice-note-speed" type="button" aria-label={w.speed(speed)} onClick={nextSpeed}>
        <bdi dir="ltr">{speed}×</bdi>
      </button>
    </div>
  );
}

function useWaveform(url: string, local: Blob | null): Shape {
  const [shape, setShape] = useState(FLAT);
  useEffect(() => {
    let wanted = true;
    // Without a picture of it, it still plays.
    readWaveform(url, local).then(
      (read) => wanted && setShape(read),
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [url]);
  return shape;
}
