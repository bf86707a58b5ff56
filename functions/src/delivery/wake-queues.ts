import { type ConversationDocument, deliveryQueues } from "@live-chat/core/documents.ts";
import { type DeliveryDependencies, doLater } from "./delivery-step.ts";

/** Queues that are woken at once when a channel goes on; the others wake at their own times. */
const MOST_WOKEN = 500;

/** Has the queues of a channel that wait go on now. Throws what Firestore and the task queue throw. */
export async function wakeQueues(
  { db, tasks, now }: Pick<DeliveryDependencies, "db" | "tasks" | "now">,
  { channel, account }: Pick<ConversationDocument, "channel" | "account">,
): Promise<void> {
  const due = now();
  const queues = deliveryQueues(db).where("channel", "==", channel).where("account", "==", account);
  const waiting = await queues.where("wait_until", ">", due).limit(MOST_WOKEN).get();
  for (const { ref, id } of waiting.docs) {
    await ref.update({ wait_until: 0 });
    await doLater({ tasks, now }, { do: "drain", conversation_id: id, due });
  }
}
