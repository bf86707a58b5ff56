/** Bytes that tell what a file is; `null` stands for any byte. */
type Signature = [type: string, offset: number, bytes: (number | null)[]];

const text = (characters: string) => [...characters].map((character) => character.charCodeAt(0));
const anyBytes = (count: number) => Array<null>(count).fill(null);

/** What customers and agents send each other, first match counts. */
const SIGNATURES: Signature[] = [
  ["image/jpeg", 0, [0xff, 0xd8, 0xff]],
  ["image/png", 0, [0x89, ...text("PNG\r\n\x1a\n")]],
  ["image/gif", 0, text("GIF8")],
  ["image/webp", 0, [...text("RIFF"), ...anyBytes(4), ...text("WEBP")]],
  ["application/pdf", 0, text("%PDF-")],
  ["audio/ogg", 0, text("OggS")],
  ["audio/mpeg", 0, text("ID3")],
  ["audio/amr", 0, text("#!AMR")],
  ["audio/wav", 0, [...text("RIFF"), ...anyBytes(4), ...text("WAVE")]],
  ["audio/mp4", 4, text("ftypM4A")],
  ["video/3gpp", 4, text("ftyp3g")],
  ["video/quicktime", 4, text("ftypqt")],
  ["image/heic", 4, text("ftyphei")],
  ["image/avif", 4, text("ftypavif")],
  ["video/mp4", 4, text("ftyp")],
  ["video/webm", 0, [0x1a, 0x45, 0xdf, 0xa3]],
  ["application/zip", 0, text("PK\x03\x04")],
];

/** As many of a file's first bytes as `sniffType` looks at. */
export const SNIFFED_BYTES = 16;

/** Pure. Takes a file's first bytes, returns the type they prove; null if they prove none that we know. */
export function sniffType(head: Uint8Array): string | null {
  const found = SIGNATURES.find(([, offset, bytes]) =>
    bytes.every((byte, index) => byte === null || head[offset + index] === byte),
  );
  return found?.[0] ?? (isMpegFrame(head) ? "audio/mpeg" : isAac(head) ? "audio/aac" : null);
}

/** A frame of MPEG audio, layer 3, without tags before it. */
const isMpegFrame = ([first = 0, second = 0]: Uint8Array) => first === 0xff && (second & 0xe6) === 0xe2;
const isAac = ([first = 0, second = 0]: Uint8Array) => first === 0xff && (second & 0xf6) === 0xf0;
