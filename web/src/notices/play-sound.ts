let context: AudioContext | null = null;

/** ms between two sounds at least: a burst of messages is one sound. */
const PAUSE = 1500;
let lastPlayed = 0;

/** Two soft notes, made on the spot: no file to load. */
export function playSound(): void {
  if (Date.now() - lastPlayed < PAUSE) return;
  lastPlayed = Date.now();
  context ??= new AudioContext();
  playNote(context, 660, 0);
  playNote(context, 880, 0.11);
}

/** `after` and lengths in seconds, as the Web Audio API counts. */
function playNote(audio: AudioContext, frequency: number, after: number): void {
  const start = audio.currentTime + after;
  const tone = new OscillatorNode(audio, { frequency, type: "sine" });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.12, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.25);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + 0.3);
}
