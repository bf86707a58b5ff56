import type { CollectionReference, Firestore, Timestamp } from "firebase-admin/firestore";
import type { MediaKind } from "./media-type.ts";

/** What is known of a file in the store. */
export type MediaDocument = {
  media_id: string;
  kind: MediaKind;
  mime_type: string;
  name: string | null;
  /** bytes */
  size: number;
  /** hex */
  sha256: string;
  /** Which message it belongs to; null for an upload that wasn't sent yet. */
  conversation_id: string | null;
  message_id: string | null;
  /** Who uploaded it; null for a customer's. */
  uploaded_by: string | null;
  created_at: string;
  /** Firestore's TTL forgets an upload that was never sent. */
  expires_at: Timestamp | null;
};

export const media = (db: Firestore) => db.collection("media") as CollectionReference<MediaDocument>;

const PATH = "/api/live-chat/media/";

/** A file's address on the wire: the same for ever, and no use without an agent's token or a signature. */
export const mediaPath = (mediaId: string) => `${PATH}${mediaId}`;

/** The id of the file whose address it is. */
export const mediaIdOf = (path: string) => path.slice(PATH.length);

/** Whether a URL is the address of a file that we keep. */
export const isMediaPath = (url: string | undefined) => url?.startsWith(PATH) ?? false;
