import { isDeepStrictEqual } from "node:util";
import type { DeliveryAttempt } from "@live-chat/contract/webhook-endpoints.ts";
import { log } from "@live-chat/core/logger.ts";
import type { Redis } from "ioredis";
import type { LinkFiles } from "../media/link-files.ts";
import { FetchError } from "../net/fetch-error.ts";
import type { GuardedFetch } from "../net/guarded-fetch.ts";
import { signStandardWebhook } from "../webhooks/sign-standard-webhook.ts";
import { applyAttempt } from "./apply-attempt.ts";
import { type DeliveryDocument, deliveries, type EndpointDocument, endpoints } from "./documents.ts";
import { endpointsChanged } from "./endpoint-directory.ts";
import { type DeliveryTask, type NotifyDependencies, queueAttempt } from "./notify-endpoints.ts";
import { withFileLinks } from "./with-file-links.ts";

export type DeliverDependencies = Pick<NotifyDependencies, "db" | "tasks"> & {
  redis: Redis;
  fetch: GuardedFetch;
  linkFiles: LinkFiles;
  /** ms since 1970 */
  now?: () => number;
};

/** The receiver's time for an answer, in ms, and the bytes of it that may come: only its status matters. */
const TIMEOUT = 15_000;
const MAX_ANSWER = 1_000_000;
/** Tasks may be this early, in ms. */
const EARLY = 1_000;

/** Thrown when the task should come again: it is early, or overtook the writing of the attempt before. */
export class TooEarlyError extends Error {
  override name = "TooEarlyError";
}

/**
 * Makes one attempt to hand an event to its receiver, and queues the next where it failed: each attempt is a task
 * of its own that succeeds, since a queue whose tasks fail slows down for every endpoint. A task that comes twice
 * does nothing the second time. Throws TooEarlyError; Firestore's and the queue's errors.
 */
export async function deliverWebhook(dependencies: DeliverDependencies, task: DeliveryTask): Promise<void> {
  const { db, tasks, now = Date.now } = dependencies;
  const endpointRef = endpoints(db).doc(task.endpoint_id);
  const deliveryRef = deliveries(db, task.endpoint_id).doc(task.delivery_id);
  const [endpoint, delivery] = [(await endpointRef.get()).data(), (await deliveryRef.get()).data()];
  if (!endpoint || !delivery || !isDue(delivery, task, now())) return;
  if (endpoint.status === "disabled") {
    await deliveryRef.update({ status: "failed", next_attempt_at: null });
    return;
  }
  const attempt = await send(dependencies, endpoint, delivery);
  // The next attempt is queued before this one is written: were it the other way, a crash between would end it.
  const { retryIn } = applyAttempt(endpoint, delivery, attempt);
  if (retryIn !== null) await queueAttempt(tasks, { ...task, tries: task.tries + 1 }, retryIn);
  await record(dependencies, task, attempt);
}

/** Whether the delivery still waits for this attempt. */
function isDue(delivery: DeliveryDocument, { replays, tries }: DeliveryTask, now: number): boolean {
  if (delivery.status !== "pending" || delivery.replays !== replays || delivery.tries > tries) return false;
  if (delivery.tries < tries) throw new TooEarlyError("the attempt before isn't written yet");
  // The queue keeps to its time; the emulator's hands every task out at once.
  if (Date.parse(delivery.next_attempt_at ?? "") - EARLY > now) throw new TooEarlyError("not due yet");
  return true;
}

async function send(
  { fetch, linkFiles, now = Date.now }: DeliverDependencies,
  { url, secret }: EndpointDocument,
  { event_id, body: stored }: DeliveryDocument,
): Promise<DeliveryAttempt> {
  const began = now();
  const at = new Date(began).toISOString();
  const body = withFileLinks(stored, linkFiles);
  try {
    const signature = signStandardWebhook(event_id, Buffer.from(body), [secret]);
    const headers = { "Content-Type": "application/json", ...signature };
    const answer = await fetch(url, {
      method: "POST",
      headers,
      body,
      timeout: TIMEOUT,
      maxBytes: MAX_ANSWER,
    });
    answer.body.destroy();
    return { at, status: answer.status, error: null, duration: now() - began };
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    return { at, status: null, error: `${error.code}: ${error.message}`, duration: now() - began };
  }
}

async function record(
  { db, redis }: DeliverDependencies,
  task: DeliveryTask,
  attempt: DeliveryAttempt,
): Promise<void> {
  const endpointRef = endpoints(db).doc(task.endpoint_id);
  const deliveryRef = deliveries(db, task.endpoint_id).doc(task.delivery_id);
  const disabled = await db.runTransaction(async (transaction) => {
    const endpoint = (await transaction.get(endpointRef)).data();
    const delivery = (await transaction.get(deliveryRef)).data();
    if (!endpoint || !delivery || delivery.replays !== task.replays || delivery.tries !== task.tries)
      return false;
    const applied = applyAttempt(endpoint, delivery, attempt);
    transaction.set(deliveryRef, applied.delivery);
    // Most attempts change nothing about the endpoint, and a document takes about one write a second.
    if (!isDeepStrictEqual(applied.endpoint, endpoint)) {
      transaction.set(endpointRef, { ...applied.endpoint, version: endpoint.version + 1 });
    }
    return applied.endpoint.status === "disabled" && endpoint.status === "active";
  });
  if (!disabled) return;
  await endpointsChanged(redis);
  log("WARNING", "webhook endpoint disabled", { endpoint_id: task.endpoint_id });
}
