import { conversationRef, keyOf } from "@live-chat/core/documents.ts";
import { type Firestore, GrpcStatus, Timestamp } from "firebase-admin/firestore";
import type { TaskQueue } from "../task-queue.ts";
import { type DeliveryDocument, deliveries } from "./documents.ts";
import type { EndpointDirectory } from "./endpoint-directory.ts";
import type { OutgoingEvent } from "./outgoing-event.ts";

/** Which attempt of which delivery is due. */
export type DeliveryTask = { endpoint_id: string; delivery_id: string; replays: number; tries: number };

export type NotifyDependencies = {
  db: Firestore;
  tasks: TaskQueue<DeliveryTask>;
  directory: EndpointDirectory;
};

/** Deliveries can be looked up and replayed for this long, in ms. */
const KEPT = 7 * 24 * 60 * 60 * 1000;

/**
 * Queues an event for every active endpoint that wants it; for the same event again it changes nothing. Called by
 * the triggers only. Throws Firestore's and the queue's errors, so that the trigger comes again.
 */
export async function notifyEndpoints(
  { db, tasks, directory }: NotifyDependencies,
  event: OutgoingEvent | null,
): Promise<void> {
  if (!event) return;
  const wanted = await directory.wanting(event.event);
  if (wanted.length === 0) return;
  const made = wanted.map((endpointId) => newDelivery(endpointId, event, new Date()));
  await Promise.all(made.map((delivery) => createOnce(db, delivery)));
  // Triggers may come late. Erasing removes the conversation before its deliveries: either it found these, or we see.
  const { exists } = await conversationRef(db, event.conversation_id).get();
  if (exists) await Promise.all(made.map((delivery) => queueAttempt(tasks, delivery)));
  else await Promise.all(made.map((delivery) => refOf(db, delivery).delete()));
}

/** Queues a delivery's next attempt, `delay` seconds from now. */
export async function queueAttempt(
  tasks: TaskQueue<DeliveryTask>,
  { endpoint_id, delivery_id, replays, tries }: DeliveryTask,
  delay = 0,
): Promise<void> {
  const name = `${delivery_id}-${replays}-${tries}`;
  await tasks.add({ endpoint_id, delivery_id, replays, tries }, { name, delay });
}

function newDelivery(endpoint_id: string, happened: OutgoingEvent, now: Date): DeliveryDocument {
  const { event_id, event, conversation_id, data } = happened;
  return {
    delivery_id: keyOf(endpoint_id, event_id),
    endpoint_id,
    event_id,
    event,
    conversation_id,
    status: "pending",
    attempts: [],
    next_attempt_at: now.toISOString(),
    created_at: now.toISOString(),
    body: JSON.stringify({ type: event, timestamp: now.toISOString(), data }),
    tries: 0,
    replays: 0,
    expires_at: Timestamp.fromMillis(now.getTime() + KEPT),
  };
}

async function createOnce(db: Firestore, delivery: DeliveryDocument): Promise<void> {
  try {
    await refOf(db, delivery).create(delivery);
  } catch (error) {
    if ((error as { code?: unknown }).code !== GrpcStatus.ALREADY_EXISTS) throw error;
  }
}

const refOf = (db: Firestore, { endpoint_id, delivery_id }: DeliveryDocument) =>
  deliveries(db, endpoint_id).doc(delivery_id);
