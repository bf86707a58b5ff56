import type { ChannelName } from "./common.ts";

/** Most bytes of an upload. */
export const MAX_UPLOAD = 10_000_000;

/** What a file can be sent as. */
export type FileKind = "image" | "video" | "audio" | "document";

/** Most bytes of each kind, on its way out. */
export const MAX_SENT: Record<FileKind, number> = {
  image: 5_000_000,
  video: MAX_UPLOAD,
  audio: MAX_UPLOAD,
  document: MAX_UPLOAD,
};

const OFFICE = "application/vnd.openxmlformats-officedocument";

/** The types that a channel takes, by the kind they arrive as; null: it takes anything. */
export const TAKEN_TYPES: Record<ChannelName, Record<FileKind, readonly string[]> | null> = {
  // Meta's "Supported media types".
  whatsapp: {
    image: ["image/jpeg", "image/png"],
    video: ["video/mp4", "video/3gpp"],
    audio: ["audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr"],
    document: [
      "application/pdf",
      "text/plain",
      "application/msword",
      "application/vnd.ms-excel",
      "application/vnd.ms-powerpoint",
      `${OFFICE}.wordprocessingml.document`,
      `${OFFICE}.spreadsheetml.sheet`,
      `${OFFICE}.presentationml.presentation`,
    ],
  },
  api: null,
};
