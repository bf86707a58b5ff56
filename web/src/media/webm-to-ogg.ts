import { crc32Ogg } from "./crc32-ogg.ts";

/** EBML ids of what we look into or at. */
const CONTAINERS = new Set([0x18538067, 0x1f43b675, 0x1654ae6b, 0xae, 0xa0]);
const CODEC_PRIVATE = 0x63a2;
const SIMPLE_BLOCK = 0xa3;
const BLOCK = 0xa1;
/** Opus in Ogg always counts 48,000 samples a second. */
const SAMPLES_PER_MS = 48;

const toBytes = (text: string) => new TextEncoder().encode(text);
const OPUS_HEAD = toBytes("OpusHead");

/**
 * Takes a WebM with Opus sound, as Chromium records, and returns the same sound in Ogg, as phones record it. The
 * packets stay as they are. Throws a RangeError where there is no Opus in it.
 */
export function webmToOgg(webm: Uint8Array): Uint8Array<ArrayBuffer> {
  let head: Uint8Array | null = null;
  const packets: Uint8Array[] = [];
  for (const [id, content] of elements(webm)) {
    if (id === CODEC_PRIVATE && OPUS_HEAD.every((byte, at) => content[at] === byte)) head = content;
    // A block starts with its track, its time (2 bytes) and flags; recorders don't lace.
    if (id === SIMPLE_BLOCK || id === BLOCK) packets.push(content.subarray(4));
  }
  if (!head || packets.length === 0) throw new RangeError("There is no Opus sound in this WebM.");
  return concat([
    page({ kind: 2, granule: 0, number: 0, packet: head }),
    page({ kind: 0, granule: 0, number: 1, packet: opusTags() }),
    ...soundPages(packets, viewOf(head).getUint16(10, true)),
  ]);
}

function* elements(bytes: Uint8Array): Generator<[id: number, content: Uint8Array]> {
  let at = 0;
  while (at < bytes.length) {
    const id = readVarint(bytes, at, true);
    const size = readVarint(bytes, at + id.length, false);
    const start = at + id.length + size.length;
    // Recorders don't know how long a cluster gets: then it holds all that follows.
    const unknown = size.value === 2 ** (7 * size.length) - 1;
    const end = unknown ? bytes.length : Math.min(start + size.value, bytes.length);
    if (CONTAINERS.has(id.value)) at = start;
    else {
      yield [id.value, bytes.subarray(start, end)];
      at = end;
    }
  }
}

function readVarint(bytes: Uint8Array, at: number, withMarker: boolean): { value: number; length: number } {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (length > 8 || at + length > bytes.length) throw new RangeError("This is no WebM.");
  let value = withMarker ? first : first & (0xff >> length);
  for (let index = 1; index < length; index++) value = value * 256 + bytes[at + index]!;
  return { value, length };
}

function soundPages(packets: Uint8Array[], preSkip: number): Uint8Array[] {
  let granule = preSkip;
  return packets.map((packet, index) => {
    granule += samplesOf(packet);
    const kind = index === packets.length - 1 ? 4 : 0;
    return page({ kind, granule, number: index + 2, packet });
  });
}

/** By a packet's first byte (RFC 6716, 3.1). */
function samplesOf(packet: Uint8Array): number {
  const toc = packet[0] ?? 0;
  const config = toc >> 3;
  const frames = [1, 2, 2, (packet[1] ?? 0) & 0x3f][toc & 3]!;
  const ms =
    config < 12
      ? [10, 20, 40, 60][config & 3]!
      : config < 16
        ? [10, 20][config & 1]!
        : [2.5, 5, 10, 20][config & 3]!;
  return frames * ms * SAMPLES_PER_MS;
}

type Page = { kind: number; granule: number; number: number; packet: Uint8Array };

/** One packet, one page (RFC 3533). */
function page({ kind, granule, number, packet }: Page): Uint8Array {
  const full = Math.floor(packet.length / 255);
  const lacing = Uint8Array.from([...Array<number>(full).fill(255), packet.length % 255]);
  const header = new Uint8Array(27);
  header.set(toBytes("OggS"));
  header[5] = kind;
  viewOf(header).setBigUint64(6, BigInt(Math.round(granule)), true);
  viewOf(header).setUint32(14, 0x6c697665, true);
  viewOf(header).setUint32(18, number, true);
  header[26] = lacing.length;
  const whole = concat([header, lacing, packet]);
  viewOf(whole).setUint32(22, crc32Ogg(whole), true);
  return whole;
}

function opusTags(): Uint8Array {
  const vendor = toBytes("live-chat");
  const length = new Uint8Array(4);
  viewOf(length).setUint32(0, vendor.length, true);
  // No comments.
  return concat([toBytes("OpusTags"), length, vendor, new Uint8Array(4)]);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function concat(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
