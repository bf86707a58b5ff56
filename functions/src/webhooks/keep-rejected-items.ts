import type { ChannelName } from "@live-chat/contract/common.ts";
import { type Firestore, keyOf } from "@live-chat/core/documents.ts";
import { Timestamp } from "firebase-admin/firestore";
import type { RejectedItem } from "./parsed-webhook.ts";

/** Time to look at them; they hold customers' words, so not for ever. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** Characters of what came. */
const MAX_RAW_LENGTH = 100_000;

/** Keeps what couldn't be read, each once however often it comes, for a person to look at. */
export async function keepRejectedItems(
  db: Firestore,
  channel: ChannelName,
  rejected: RejectedItem[],
): Promise<void> {
  const writer = db.bulkWriter();
  const kept = rejected.map(({ raw, errors }) => {
    const text = JSON.stringify(raw).slice(0, MAX_RAW_LENGTH);
    return writer.set(db.collection("rejected_items").doc(keyOf(channel, text)), {
      channel,
      raw: text,
      errors,
      rejected_at: new Date().toISOString(),
      expires_at: Timestamp.fromMillis(Date.now() + KEPT_MS),
    });
  });
  await Promise.all([...kept, writer.close()]);
}
