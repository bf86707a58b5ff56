import { crc32Ogg } from "./crc32-ogg.ts";

/** EBML ids of what we look into or at. */
const CONTAINERS = new Set([0x18538067, 0x1f43b675, 0x1654ae6b, 0xae, 0xa0]);
const CODEC_PRIVATE = 0x63a2;
const SIMPLE_BLOCK = 0xa3;
const BLOCK = 0xa1;
/** Opus in Ogg always counts 48,000 samples a second. */
const SAMPLES_PER_MS = 48;

/**
 * Takes a WebM with Opus sound, as Chromium records, and returns the same sound in Ogg, as phones record it. The
 * packets stay as they are. Throws a RangeError where there is no Opus in it.
 */
export function webmToOgg(webm: Uint8Array): Uint8Array {
  const bytes = Buffer.from(webm);
  let head: Buffer | null = null;
  const packets: Buffer[] = [];
  for (const [id, content] of elements(bytes)) {
    if (id === CODEC_PRIVATE && content.subarray(0, 8).toString("latin1") === "OpusHead") head = content;
    // A block starts with its track, its time (2 bytes) and flags; recorders don't lace.
    if (id === SIMPLE_BLOCK || id === BLOCK) packets.push(content.subarray(4));
  }
  if (!head || packets.length === 0) throw new RangeError("There is no Opus sound in this WebM.");
  return Buffer.concat([
    page({ kind: 2, granule: 0, number: 0, packet: head }),
    page({ kind: 0, granule: 0, number: 1, packet: opusTags() }),
    ...soundPages(packets, head.readUInt16LE(10)),
  ]);
}

function* elements(bytes: Buffer): Generator<[id: number, content: Buffer]> {
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

function readVarint(bytes: Buffer, at: number, withMarker: boolean): { value: number; length: number } {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (length > 8 || at + length > bytes.length) throw new RangeError("This is no WebM.");
  let value = withMarker ? first : first & (0xff >> length);
  for (let index = 1; index < length; index++) value = value * 256 + bytes[at + index]!;
  return { value, length };
}

function soundPages(packets: Buffer[], preSkip: number): Buffer[] {
  let granule = preSkip;
  return packets.map((packet, index) => {
    granule += samplesOf(packet);
    const kind = index === packets.length - 1 ? 4 : 0;
    return page({ kind, granule, number: index + 2, packet });
  });
}

/** By a packet's first byte (RFC 6716, 3.1). */
function samplesOf(packet: Buffer): number {
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

type Page = { kind: number; granule: number; number: number; packet: Buffer };

/** One packet, one page (RFC 3533). */
function page({ kind, granule, number, packet }: Page): Buffer {
  const full = Math.floor(packet.length / 255);
  const lacing = Buffer.from([...Array<number>(full).fill(255), packet.length % 255]);
  const header = Buffer.alloc(27);
  header.write("OggS", 0, "latin1");
  header[5] = kind;
  header.writeBigUInt64LE(BigInt(Math.round(granule)), 6);
  header.writeUInt32LE(0x6c697665, 14);
  header.writeUInt32LE(number, 18);
  header[26] = lacing.length;
  const whole = Buffer.concat([header, lacing, packet]);
  whole.writeUInt32LE(crc32Ogg(whole), 22);
  return whole;
}

function opusTags(): Buffer {
  const vendor = Buffer.from("live-chat");
  const tags = Buffer.alloc(8 + 4 + vendor.length + 4);
  tags.write("OpusTags", 0, "latin1");
  tags.writeUInt32LE(vendor.length, 8);
  vendor.copy(tags, 12);
  return tags;
}
