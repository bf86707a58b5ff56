import { type MessageDocument, messages } from "@live-chat/core/documents.ts";
import { openLog } from "@live-chat/core/event-log.ts";
import type { Firestore } from "firebase-admin/firestore";
import type { TriggerDependencies } from "../dependencies.ts";

/** How far our clock and Redis's may differ, in ms. */
const CLOCK_TOLERANCE = 60_000;
/** Triggers ring for a day; what is older either was published or is read with the conversation. In ms. */
const OLDEST = 25 * 60 * 60 * 1000;
/** Messages looked at in one read. */
const PAGE = 100;

/** The messages above `after`, up to and with `last`, ascending. */
export async function readMessagesBetween(
  db: Firestore,
  conversationId: string,
  after: number,
  last: number,
): Promise<MessageDocument[]> {
  const between = messages(db, conversationId).where("seq", ">", after).where("seq", "<=", last);
  const { docs } = await between.orderBy("seq").get();
  return docs.map((doc) => doc.data());
}

/**
 * After which `seq` to begin where Redis doesn't know what it has published: with the oldest message that was
 * stored since the log began, as everyone connected started afresh then. Throws when Redis fails.
 */
export async function whereToBegin(
  { db, redis }: TriggerDependencies,
  { conversation_id, seq }: MessageDocument,
): Promise<number> {
  const { beganAt } = await openLog(redis);
  const since = new Date(Math.max(beganAt - CLOCK_TOLERANCE, Date.now() - OLDEST)).toISOString();
  const older = messages(db, conversation_id).orderBy("seq", "desc").select("seq", "created_at").limit(PAGE);
  for (let before = seq; ; ) {
    const { docs } = await older.where("seq", "<", before).get();
    const old = docs.find((doc) => doc.data().created_at < since);
    if (old) return old.data().seq;
    if (docs.length < PAGE) return 0;
    before = docs.at(-1)!.data().seq;
  }
}
