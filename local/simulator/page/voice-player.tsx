import { useRef, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** Plays a voice message or an audio file. */
export function VoicePlayer({ src, voice }: { src: string; voice: boolean }) {
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const toggle = () => (playing ? audio.current?.pause() : void audio.current?.play());
  const seconds = Math.round(playing || at > 0 ? at : length);
  return (
    <div class="voice">
      <button type="button" aria-label={playing ? "Pause" : "Play"} onClick={toggle}>
        <Icon name={playing ? "pause" : "play"} />
      </button>
      <progress max={length || 1} value={at} />
      <span>{`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`}</span>
      {voice && <Icon name="microphone" />}
      {/* biome-ignore lint/a11y/useMediaCaption: a voice message has no captions */}
      <audio
        ref={audio}
        src={src}
        preload="metadata"
        onLoadedMetadata={(it) =>
          setLength(Number.isFinite(it.currentTarget.duration) ? it.currentTarget.duration : 0)
        }
        onTimeUpdate={(it) => setAt(it.currentTarget.currentTime)}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
      />
    </div>
  );
}
