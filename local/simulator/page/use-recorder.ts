import { useEffect, useRef, useState } from "preact/hooks";

/**
 * Records a voice message. `done` gets the sound, or null where this machine can't record; it isn't called for a
 * recording that was thrown away.
 */
export function useRecorder(done: (sound: Blob | null) => void) {
  const [seconds, setSeconds] = useState<number | null>(null);
  const recorder = useRef<MediaRecorder | null>(null);
  const running = seconds !== null;

  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setSeconds((it) => (it === null ? null : it + 1)), 1000);
    return () => clearInterval(timer);
  }, [running]);
  useEffect(() => () => end(recorder.current), []);

  const start = async () => {
    const stream = await navigator.mediaDevices
      ?.getUserMedia({ audio: { channelCount: 1 } })
      .catch(() => null);
    if (!stream) return done(null);
    const taken = new MediaRecorder(stream, { mimeType: "audio/webm;codecs=opus" });
    recorder.current = taken;
    taken.start();
    setSeconds(0);
  };
  const finish = () => {
    const taken = recorder.current;
    if (taken) taken.ondataavailable = ({ data }) => done(data);
    cancel();
  };
  const cancel = () => {
    end(recorder.current);
    recorder.current = null;
    setSeconds(null);
  };
  return { seconds, start, finish, cancel };
}

function end(recorder: MediaRecorder | null): void {
  if (!recorder || recorder.state === "inactive") return;
  recorder.stop();
  for (const track of recorder.stream.getTracks()) track.stop();
}
