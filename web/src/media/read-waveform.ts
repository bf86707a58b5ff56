/** How a sound looks: the loudness of its parts, from 0 to 1, and how long it is, in seconds. */
export type Waveform = { peaks: number[]; seconds: number };

const PARTS = 48;
const KEPT = 60;
const known = new Map<string, Promise<Waveform>>();

/**
 * Looks at a sound: at the file where it is here, else it is fetched. Throws where it can't be had or isn't one that
 * this browser knows.
 */
export function readWaveform(url: string, local: Blob | null): Promise<Waveform> {
  // A link's signature changes, what it leads to doesn't.
  const key = url.split("?")[0]!;
  const found = known.get(key) ?? (local ? local.arrayBuffer() : fetchBytes(url)).then(toWaveform);
  known.delete(key);
  known.set(key, found);
  for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest);
  found.catch(() => known.delete(key));
  return found;
}

async function fetchBytes(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The sound was answered ${response.status}.`);
  return response.arrayBuffer();
}

async function toWaveform(bytes: ArrayBuffer): Promise<Waveform> {
  const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(bytes);
  return { peaks: toPeaks(sound.getChannelData(0)), seconds: sound.duration };
}

/** Pure. The loudness of each part, against the loudest. */
export function toPeaks(samples: Float32Array, parts = PARTS): number[] {
  const size = Math.max(1, Math.floor(samples.length / parts));
  const loudness = Array.from({ length: parts }, (_, part) => {
    let sum = 0;
    // Every eighth sample tells enough.
    for (let at = part * size; at < (part + 1) * size; at += 8) sum += Math.abs(samples[at] ?? 0);
    return sum / (size / 8);
  });
  const loudest = Math.max(...loudness, 1e-4);
  return loudness.map((one) => one / loudest);
}
