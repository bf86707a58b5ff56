import { useEffect, useRef, useState } from "preact/hooks";
import { recordVoice, type VoiceRecording } from "../media/record-voice.ts";

/** ms between two looks at how loud it is. */
const LOOK = 80;
/** Bars of the level meter. */
const BARS = 48;
/** Longest recording, in seconds: far below what an upload may have. */
const LONGEST = 15 * 60;

type Recorder = {
  state: "asking" | "recording" | "recorded";
  seconds: number;
  /** How loud it was lately, from 0 to 1. */
  levels: number[];
  /** What was recorded, once it is over. */
  sound: Blob | null;
  failure: Error | null;
  stop: () => Promise<Blob | null>;
};

/** Records from the moment it is on the screen until it is told to stop; gone from there, it keeps nothing. */
export function useRecorder(): Recorder {
  const recording = useRef<VoiceRecording | null>(null);
  const began = useRef(0);
  const [state, setState] = useState<Recorder["state"]>("asking");
  const [levels, setLevels] = useState<number[]>(() => Array.from({ length: BARS }, () => 0));
  const [sound, setSound] = useState<Blob | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);

  useEffect(() => {
    let wanted = true;
    recordVoice().then((begun) => {
      if (!wanted) return begun.cancel();
      recording.current = begun;
      began.current = performance.now();
      setState("recording");
    }, setFailure);
    return () => {
      wanted = false;
      recording.current?.cancel();
    };
  }, []);

  const stop = async () => {
    const running = recording.current;
    recording.current = null;
    if (!running) return null;
    try {
      const recorded = await running.stop();
      setSound(recorded);
      setState("recorded");
      return recorded;
    } catch (error) {
      setFailure(error as Error);
      return null;
    }
  };
  useEffect(() => {
    if (state !== "recording") return;
    const timer = setInterval(() => {
      const level = recording.current?.level() ?? 0;
      setLevels((shown) => [...shown.slice(1), level]);
      if (performance.now() - began.current > LONGEST * 1000) void stop();
    }, LOOK);
    return () => clearInterval(timer);
  }, [state]);
  const seconds = state === "recording" ? (performance.now() - began.current) / 1000 : 0;
  return { state, seconds, levels, sound, failure, stop };
}
