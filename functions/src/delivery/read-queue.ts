import { type Firestore, type MessageDocument, messages } from "@live-chat/core/documents.ts";
import { isQueued } from "./begin-send.ts";
import type { DeliveryDependencies } from "./delivery-step.ts";
import type { Handover } from "./handover.ts";
import { messageHandover } from "./message-handover.ts";
import { reactionHandover } from "./reaction-handover.ts";

/** Messages read at once. */
const PAGE = 20;
/** Reactions read at once; where more wait, they may leave in another order. */
const MOST_REACTIONS = 200;

/** Its place: behind the messages up to this `seq`; of several reactions there, by time. */
type Place = { seq: number; at: string };

/**
 * What is queued in a conversation, in its order: messages by `seq`, a reaction after the messages that were there when
 * it was made. Each comes once, also if it stays queued. Throws Firestore's errors.
 */
export async function* readQueue(
  dependencies: DeliveryDependencies,
  conversationId: string,
): AsyncGenerator<Handover> {
  const { db } = dependencies;
  const seen = new Set<string>();
  for (let after = 0; ; ) {
    const [page, reactions] = await Promise.all([
      readMessages(db, conversationId, after),
      readReactions(db, conversationId),
    ]);
    const end = page.length < PAGE ? Number.POSITIVE_INFINITY : page.at(-1)!.seq;
    const queue = [
      ...page.filter(isQueued).map((message) => ({ place: { seq: message.seq, at: "" }, message })),
      ...reactions.filter((it) => placeOf(it).seq < end && isNew(seen, it)).map(asReaction),
    ].sort((one, other) => compare(one.place, other.place));
    for (const { place, message } of queue) {
      yield place.at === ""
        ? messageHandover(dependencies, message)
        : reactionHandover(dependencies, message);
    }
    if (page.length < PAGE) return;
    after = end;
  }
}

const asReaction = (message: MessageDocument) => ({ place: placeOf(message), message });

function placeOf({ reaction_send }: MessageDocument): Place {
  return { seq: reaction_send!.after_seq, at: reaction_send!.at };
}

/** A message comes before the reactions that were made when it was the newest. */
function compare(one: Place, other: Place): number {
  return one.seq - other.seq || one.at.localeCompare(other.at);
}

function isNew(seen: Set<string>, { message_id, reaction_send }: MessageDocument): boolean {
  const key = `${message_id} ${reaction_send!.number}`;
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

async function readMessages(
  db: Firestore,
  conversationId: string,
  after: number,
): Promise<MessageDocument[]> {
  const queued = messages(db, conversationId).where("status", "==", "queued").where("seq", ">", after);
  const { docs } = await queued.orderBy("seq").limit(PAGE).get();
  return docs.map((doc) => doc.data());
}

async function readReactions(db: Firestore, conversationId: string): Promise<MessageDocument[]> {
  const queued = messages(db, conversationId).where("reaction_send.status", "==", "queued");
  const { docs } = await queued.limit(MOST_REACTIONS).get();
  return docs.map((doc) => doc.data());
}
