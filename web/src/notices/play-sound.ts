let context: AudioContext | null = null;

/** ms between two sounds at least: a burst of messages is one sound. */
const PAUSE = 1500;

/**
 * Lets one of the tabs that an agent has open make a sound: one that was used, because browsers keep the others
 * silent.
 */
export function playInOneTab(agentId: string): void {
  if (navigator.userActivation?.hasBeenActive === false) return;
  if (!navigator.locks) {
    playSound();
    return;
  }
  void navigator.locks.request(`live-chat:${agentId}:sound`, { ifAvailable: true }, async (free) => {
    if (!free) return;
    playSound();
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  });
}

/** Two soft notes, made on the spot: no file to load. */
export function playSound(): void {
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
