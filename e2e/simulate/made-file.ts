import { samplePhoto, sampleVoice } from "../../local/simulator/phone/samples.ts";

/** A file that is like no other, so that both sides can be compared by its bytes. */
export type MadeFile = {
  kind: "image" | "audio" | "video" | "document" | "sticker";
  mimeType: string;
  name: string;
  voice: boolean;
  bytes: Uint8Array<ArrayBuffer>;
};

/** The kinds that both sides send. */
export type MadeKind = "photo" | "voice" | "video" | "document" | "sticker";

const BEGINNINGS: Record<MadeKind, Uint8Array> = {
  photo: samplePhoto("package").bytes,
  voice: sampleVoice().bytes,
  video: Buffer.from("\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "latin1"),
  document: Buffer.from("%PDF-1.4\n"),
  sticker: Buffer.from("RIFF\x40\0\0\0WEBPVP8 ", "latin1"),
};

const SHAPES: Record<MadeKind, Pick<MadeFile, "kind" | "mimeType"> & { ending: string }> = {
  photo: { kind: "image", mimeType: "image/jpeg", ending: "jpg" },
  voice: { kind: "audio", mimeType: "audio/ogg; codecs=opus", ending: "ogg" },
  video: { kind: "video", mimeType: "video/mp4", ending: "mp4" },
  document: { kind: "document", mimeType: "application/pdf", ending: "pdf" },
  sticker: { kind: "sticker", mimeType: "image/webp", ending: "webp" },
};

/** `name` makes it differ from all others; what comes after a file's own end, nobody minds. */
export function makeFile(made: MadeKind, name: string): MadeFile {
  const { ending, ...shape } = SHAPES[made];
  const bytes = Uint8Array.from(Buffer.concat([BEGINNINGS[made], Buffer.from(name)]));
  return { ...shape, name: `${name}.${ending}`, voice: made === "voice", bytes };
}
