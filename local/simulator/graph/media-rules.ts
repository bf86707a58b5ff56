export type MediaKind = "image" | "audio" | "video" | "document" | "sticker";

const KB = 1024;
const MB = 1024 * KB;

const OFFICE = "application/vnd.openxmlformats-officedocument";

/** What WhatsApp takes, by Meta's "Supported media types"; sizes in bytes. */
export const MEDIA_RULES: Record<MediaKind, { types: string[]; maxSize: number }> = {
  audio: {
    types: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"],
    maxSize: 16 * MB,
  },
  document: {
    types: [
      "text/plain",
      "application/pdf",
      "application/msword",
      "application/vnd.ms-excel",
      "application/vnd.ms-powerpoint",
      `${OFFICE}.wordprocessingml.document`,
      `${OFFICE}.spreadsheetml.sheet`,
      `${OFFICE}.presentationml.presentation`,
    ],
    maxSize: 100 * MB,
  },
  image: { types: ["image/jpeg", "image/png"], maxSize: 5 * MB },
  /** 100 KB where it doesn't move. */
  sticker: { types: ["image/webp"], maxSize: 500 * KB },
  video: { types: ["video/mp4", "video/3gpp"], maxSize: 16 * MB },
};

export const LARGEST_UPLOAD = 100 * MB;

/** `audio/ogg; codecs=opus` → `audio/ogg` */
export function essence(mimeType: string): string {
  return (mimeType.split(";")[0] ?? "").trim().toLowerCase();
}

/** Which kind of message a file of this type can be; null where WhatsApp doesn't take it at all. */
export function kindOf(mimeType: string): MediaKind | null {
  const type = essence(mimeType);
  const kinds = Object.keys(MEDIA_RULES) as MediaKind[];
  return kinds.find((kind) => MEDIA_RULES[kind].types.includes(type)) ?? null;
}

/** Why a file can't be sent as this kind, in a sentence; null where it can. Looks into the file, as WhatsApp does. */
export function whyNot(kind: MediaKind, mimeType: string, bytes: Uint8Array): string | null {
  const { types, maxSize } = MEDIA_RULES[kind];
  const type = essence(mimeType);
  // Any type that WhatsApp takes may be sent as a document.
  const taken = kind === "document" ? kindOf(type) !== null : types.includes(type);
  if (!taken) return `Unsupported ${kind} mime type ${type}. Please use one of ${types.join(", ")}.`;
  if (bytes.length > maxSize) {
    return `${kind} file size ${bytes.length} is larger than the limit of ${maxSize} bytes.`;
  }
  const found = sniff(bytes);
  if (found !== type && (found !== null || SNIFFED.has(type))) {
    return `${kind} file uploaded with mimetype as ${mimeType}, however on processing it is of type ${found ?? "application/octet-stream"}.`;
  }
  return type === "audio/ogg" ? whyNotOgg(Buffer.from(bytes.subarray(0, 512))) : null;
}

/** An Ogg's first packet names its codec; the channels are its 10th byte. */
function whyNotOgg(start: Buffer): string | null {
  const opus = start.indexOf("OpusHead", 0, "latin1");
  if (opus < 0) return "audio/ogg is taken with the opus codec only.";
  return start[opus + 9] === 1 ? null : "audio/ogg is taken with one channel only.";
}

const SNIFFED = new Set(["image/jpeg", "image/png", "image/webp", "audio/ogg", "application/pdf"]);

/** The type that a file's first bytes tell; null where they tell none of those we know. */
function sniff(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "image/jpeg";
  if (startsWith(bytes, "\x89PNG")) return "image/png";
  if (startsWith(bytes, "RIFF") && includes(bytes.subarray(8, 12), "WEBP")) return "image/webp";
  if (startsWith(bytes, "OggS")) return "audio/ogg";
  if (startsWith(bytes, "%PDF")) return "application/pdf";
  if (startsWith(bytes, "\x1aE\xdf\xa3")) return "video/webm";
  return null;
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.subarray(0, text.length)).toString("latin1") === text;
}

function includes(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes).includes(text, 0, "latin1");
}
