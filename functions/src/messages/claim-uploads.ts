import type { Attachment, Author } from "@live-chat/contract/message.ts";
import type { SendMessageBody } from "@live-chat/contract/rest.ts";
import type { Firestore } from "@live-chat/core/documents.ts";
import type { Transaction } from "firebase-admin/firestore";
import { type MediaDocument, media, mediaPath } from "../media/documents.ts";
import { ProblemError } from "../problem.ts";

/**
 * Reads the uploads that a message is to bring along. Throws `upload_not_found` for one that is unknown, forgotten,
 * somebody else's or sent before, `bad_request` where it isn't of the message's type.
 */
export async function readUploads(
  db: Firestore,
  transaction: Transaction,
  author: Author,
  { type, attachments = [] }: SendMessageBody,
): Promise<MediaDocument[]> {
  if (attachments.length === 0) return [];
  const refs = attachments.map(({ upload_id }) => media(db).doc(upload_id));
  const found = (await transaction.getAll(...refs)).map((document) => document.data());
  return found.map((upload, place) => {
    if (upload?.uploaded_by !== author.id || upload.message_id !== null) {
      throw problem(
        "upload_not_found",
        `/attachments/${place}/upload_id`,
        "should be an upload of yours, not sent yet",
      );
    }
    // Anything can be sent as a document, and WhatsApp shows it as one.
    if (type !== "document" && type !== upload.kind) {
      throw problem("bad_request", "/type", `should be ${upload.kind}, as the file is`);
    }
    return upload;
  });
}

function problem(code: "upload_not_found" | "bad_request", pointer: string, detail: string): ProblemError {
  return new ProblemError(code, `${pointer.slice(1)} ${detail}`, { errors: [{ pointer, detail }] });
}

/** Makes the uploads the message's own: they stay as long as it does, and are in no other. */
export function claimUploads(
  db: Firestore,
  transaction: Transaction,
  uploads: MediaDocument[],
  message: { conversation_id: string; message_id: string },
): void {
  const { conversation_id, message_id } = message;
  for (const { media_id } of uploads) {
    transaction.update(media(db).doc(media_id), { conversation_id, message_id, expires_at: null });
  }
}

/** Pure. The uploads as a message's attachments. */
export function toAttachments(
  uploads: MediaDocument[],
  { type, attachments }: SendMessageBody,
): Attachment[] {
  return uploads.map(({ media_id, kind, mime_type, name, size, sha256 }, place) => ({
    kind: type === "document" ? "document" : kind,
    ...{ mime_type, name, size, sha256, url: mediaPath(media_id) },
    ...(attachments?.[place]?.voice ? { voice: true } : {}),
  }));
}
