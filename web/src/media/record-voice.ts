/** In the order of preference: what phones send, what Chromium records, what Safari records. */
const FORMATS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
/** A voice, not a concert; in bits per second. */
const BITRATE = 32_000;

/** Why nothing can be recorded: the agent or the browser says no, or there is nothing to record with. */
export class NoMicrophone extends Error {
  readonly reason: "denied" | "missing" | "unsupported";
  constructor(reason: NoMicrophone["reason"], cause?: unknown) {
    super(`No microphone: ${reason}`, { cause });
    this.name = "NoMicrophone";
    this.reason = reason;
  }
}

export type VoiceRecording = {
  /** How loud it is right now, from 0 to 1. */
  level(): number;
  /** Ends it. Returns the sound, in a format that WhatsApp takes. */
  stop(): Promise<Blob>;
  /** Ends it, and keeps nothing. */
  cancel(): void;
};

/** Asks for the microphone and begins to record. Throws NoMicrophone. */
export async function recordVoice(): Promise<VoiceRecording> {
  const mimeType = FORMATS.find((format) => globalThis.MediaRecorder?.isTypeSupported(format));
  if (!mimeType || !navigator.mediaDevices) throw new NoMicrophone("unsupported");
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true }).catch((error) => {
    throw new NoMicrophone(error.name === "NotAllowedError" ? "denied" : "missing", error);
  });
  const { context, analyser, mono } = listen(microphone);
  const recorder = new MediaRecorder(mono, { mimeType, audioBitsPerSecond: BITRATE });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => void parts.push(data);
  recorder.start();
  const end = () => {
    if (recorder.state !== "inactive") recorder.stop();
    for (const track of microphone.getTracks()) track.stop();
    void context.close().catch(() => {});
  };
  const samples = new Float32Array(analyser.fftSize);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return Math.min(1, 3 * Math.sqrt(samples.reduce((sum, it) => sum + it * it, 0) / samples.length));
    },
    async stop() {
      const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
      end();
      await stopped;
      return toSendable(new Blob(parts, { type: mimeType }));
    },
    cancel: end,
  };
}

/** WhatsApp takes voices with one channel only, whatever the microphone has. */
function listen(microphone: MediaStream) {
  const context = new AudioContext();
  const source = context.createMediaStreamSource(microphone);
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  const one = { channelCount: 1, channelCountMode: "explicit" } as const;
  const output = new MediaStreamAudioDestinationNode(context, one);
  source.connect(analyser);
  source.connect(output);
  return { context, analyser, mono: output.stream };
}

async function toSendable(sound: Blob): Promise<Blob> {
  if (!sound.type.startsWith("audio/webm")) return new Blob([sound], { type: sound.type.split(";")[0]! });
  const { webmToOgg } = await import("./webm-to-ogg.ts");
  const ogg = webmToOgg(new Uint8Array(await sound.arrayBuffer()));
  return new Blob([ogg], { type: "audio/ogg" });
}
