import type { ChannelName } from "@live-chat/contract/common.ts";
import { type Firestore, keyOf } from "@live-chat/core/documents.ts";
import { log } from "@live-chat/core/logger.ts";
import { Timestamp } from "firebase-admin/firestore";
import type { RejectedItem } from "./parsed-webhook.ts";

/** Time to look at them; they hold customers' words, so not for ever. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** Characters of what came. */
const MAX_RAW_LENGTH = 100_000;

/** Keeps what couldn't be read for a person to look at, each thing once however often it comes. */
export async function keepRejectedItems(
  db: Firestore,
  channel: ChannelName,
  rejected: RejectedItem[],
): Promise<void> {
  if (rejected.length === 0) return;
  log("WARNING", "webhook items rejected", { channel, items: rejected.length });
  const documents = new Map(rejected.map((item) => toDocument(channel, item)));
  const writer = db.bulkWriter();
  const kept = [...documents].map(([id, it]) => writer.set(db.collection("rejected_items").doc(id), it));
  await Promise.all([...kept, writer.close()]);
}

function toDocument(channel: ChannelName, { raw, errors }: RejectedItem): [id: string, document: object] {
  const text = JSON.stringify(raw).slice(0, MAX_RAW_LENGTH);
  const now = Date.now();
  const times = {
    rejected_at: new Date(now).toISOString(),
    expires_at: Timestamp.fromMillis(now + KEPT_MS),
  };
  return [keyOf(channel, text), { channel, raw: text, errors, ...times }];
}
