import type { ChannelName } from "@live-chat/contract/common.ts";
import { type FileKind, MAX_SENT, TAKEN_TYPES } from "@live-chat/contract/sendable-files.ts";

/** A file on its way out; `upload_id` once the server has its bytes. */
export type OutgoingFile = {
  blob: Blob;
  kind: FileKind;
  name: string;
  mime_type: string;
  /** True: recorded just now, as opposed to an audio file. */
  voice: boolean;
  upload_id: string | null;
};

/** Why a file can't be sent. */
export type FileProblem = "empty" | "too_large" | "wrong_type";

/** A file that was chosen and not sent yet. */
export type TrayFile = { id: string; file: OutgoingFile; problem: FileProblem | null };

const KINDS: FileKind[] = ["image", "video", "audio", "document"];
/** What every browser shows or plays; anything else arrives as a document. */
const COMMON = /^(image\/(jpeg|png|gif|webp|avif)|video\/(mp4|webm)|audio\/(ogg|mpeg|mp4|aac|wav))$/;

/** `audio/ogg; codecs=opus` → `audio/ogg` */
export function bareType(mimeType: string): string {
  return mimeType.split(";")[0]!.trim().toLowerCase();
}

/** What a file of this type arrives as by a channel; null where it doesn't take it. */
export function kindToSend(channel: ChannelName, mimeType: string): FileKind | null {
  const type = bareType(mimeType);
  const taken = TAKEN_TYPES[channel];
  if (taken) return KINDS.find((kind) => taken[kind].includes(type)) ?? null;
  return COMMON.test(type) ? (type.split("/")[0] as FileKind) : "document";
}

/** The types to choose from, for a file dialog: photos and videos, or everything that the channel takes. */
export function typesToChoose(channel: ChannelName, what: "visual" | "any"): string {
  const taken = TAKEN_TYPES[channel];
  // Photos of other types are turned into one that it takes.
  if (what === "visual") return taken ? ["image/*", ...taken.video].join(",") : "image/*,video/*";
  return taken ? KINDS.flatMap((kind) => taken[kind]).join(",") : "";
}

/** A chosen file with what stands against sending it, if anything. */
export function toTrayFile(channel: ChannelName, id: string, blob: Blob, name: string): TrayFile {
  const kind = kindToSend(channel, blob.type);
  const file: OutgoingFile = {
    ...{ blob, name, mime_type: bareType(blob.type), voice: false, upload_id: null },
    kind: kind ?? "document",
  };
  return { id, file, problem: problemOf(kind, blob.size) };
}

function problemOf(kind: FileKind | null, size: number): FileProblem | null {
  if (size === 0) return "empty";
  if (kind === null) return "wrong_type";
  return size > MAX_SENT[kind] ? "too_large" : null;
}
