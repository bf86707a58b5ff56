import type { Attachment } from "@live-chat/contract/message.ts";
import {
  type ConversationDocument,
  conversationRef,
  type Firestore,
  keyOf,
  type MessageDocument,
  messageRef,
} from "@live-chat/core/documents.ts";
import { log } from "@live-chat/core/logger.ts";
import { changeMessage } from "../messages/change-message.ts";
import { ProblemError } from "../problem.ts";
import type { TaskQueue } from "../task-queue.ts";
import { isMediaPath, media, mediaIdOf, mediaPath } from "./documents.ts";
import { FileRefusedError, keepFile } from "./keep-file.ts";
import type { MediaStore } from "./media-store.ts";
import { AttachmentLostError, type OpenDependencies, openAttachment, toLost } from "./open-attachment.ts";
import { toFileName } from "./to-file-name.ts";

/** Which message's files are to be kept. */
export type MediaTask = { conversation_id: string; message_id: string };

export type MediaDependencies = OpenDependencies & { db: Firestore; store: MediaStore };

/** Has the files of a customer's message fetched; called by its trigger. Throws the queue's errors. */
export async function queueMedia(
  { mediaTasks }: { mediaTasks: TaskQueue<MediaTask> },
  { conversation_id, message_id, direction, attachments }: MessageDocument,
): Promise<void> {
  if (direction !== "inbound" || !attachments.some(isMissing)) return;
  await mediaTasks.add({ conversation_id, message_id }, { name: message_id });
}

/**
 * Fetches the files of a customer's message and keeps them; its attachments then have our `url`, or `error`. What
 * is kept already isn't fetched again. With `last` it gives up on what failed so far. Throws what may pass, after
 * all were tried, so that the task comes again.
 */
export async function storeMedia(
  dependencies: MediaDependencies,
  { conversation_id, message_id }: MediaTask,
  { last = false } = {},
): Promise<void> {
  const { db } = dependencies;
  const message = (await messageRef(db, conversation_id, message_id).get()).data();
  const conversation = (await conversationRef(db, conversation_id).get()).data();
  if (!message || !conversation) return;
  const tried = await Promise.allSettled(
    message.attachments.map((attachment, place) =>
      isMissing(attachment) ? storeOne(dependencies, conversation, message, place, last) : attachment,
    ),
  );
  const attachments = message.attachments.map((before, place) => {
    const outcome = tried[place]!;
    return outcome.status === "fulfilled" ? outcome.value : before;
  });
  await writeAttachments(dependencies, message, attachments);
  const failed = tried.find((outcome) => outcome.status === "rejected");
  if (failed) throw failed.reason;
}

const isMissing = ({ url, error }: Attachment) => !isMediaPath(url) && error === undefined;

async function storeOne(
  dependencies: MediaDependencies,
  conversation: ConversationDocument,
  message: MessageDocument,
  place: number,
  last: boolean,
): Promise<Attachment> {
  const attachment = message.attachments[place]!;
  const id = keyOf(message.conversation_id, message.message_id, "attachment", String(place));
  try {
    return await fetchAndKeep(dependencies, conversation, message, attachment, id);
  } catch (error) {
    const code = whyLost(error) ?? (last ? "gone" : null);
    if (code === null) throw error;
    log("NOTICE", "attachment not kept", { message_id: message.message_id, code });
    return { ...attachment, error: code };
  }
}

async function fetchAndKeep(
  dependencies: MediaDependencies,
  conversation: ConversationDocument,
  { conversation_id, message_id }: MessageDocument,
  attachment: Attachment,
  media_id: string,
): Promise<Attachment> {
  const { db, store } = dependencies;
  const { body, type } = await openAttachment(dependencies, conversation, attachment);
  const kept = await keepFile(store, media_id, body, attachment.mime_type ?? type);
  const name = toFileName(attachment.name);
  await media(db)
    .doc(media_id)
    .set({
      ...kept,
      ...{ media_id, name, conversation_id, message_id, uploaded_by: null, expires_at: null },
      created_at: new Date().toISOString(),
    });
  const { mime_type, size, sha256 } = kept;
  return { ...attachment, mime_type, size, sha256, url: mediaPath(media_id) };
}

function whyLost(error: unknown): NonNullable<Attachment["error"]> | null {
  const known = toLost(error) ?? error;
  return known instanceof AttachmentLostError || known instanceof FileRefusedError ? known.code : null;
}

/** If the message was taken back or erased meanwhile, its files go with it. */
async function writeAttachments(
  { db, store }: MediaDependencies,
  before: MessageDocument,
  attachments: Attachment[],
): Promise<void> {
  const gone = (message: MessageDocument) => message.attachments.length !== attachments.length;
  try {
    const after = await changeMessage(db, before, (message) =>
      gone(message) ? message : { ...message, attachments },
    );
    if (!gone(after)) return;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
  }
  await removeMedia({ db, store }, attachments);
}

/** Removes the files of attachments. Throws the store's and Firestore's errors. */
export async function removeMedia(
  { db, store }: Pick<MediaDependencies, "db" | "store">,
  attachments: Attachment[],
): Promise<void> {
  for (const { url } of attachments) {
    if (!url || !isMediaPath(url)) continue;
    const id = mediaIdOf(url);
    await store.remove(id);
    await media(db).doc(id).delete();
  }
}

/** Removes the files that a message no longer has, since the customer took it back; called by its trigger. */
export async function removeRevokedMedia(
  dependencies: Pick<MediaDependencies, "db" | "store">,
  before: MessageDocument,
  after: MessageDocument,
): Promise<void> {
  const kept = new Set(after.attachments.map(({ url }) => url));
  await removeMedia(
    dependencies,
    before.attachments.filter(({ url }) => !kept.has(url)),
  );
}
