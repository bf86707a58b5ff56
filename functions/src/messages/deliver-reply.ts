import {
  conversationRef,
  type Firestore,
  type MessageDocument,
  messageRef,
  messages,
} from "@live-chat/core/documents.ts";
import { backoff, PATIENCE } from "../delivery/backoff.ts";
import { isQueued, isToSend } from "../delivery/begin-send.ts";
import { deliverMessage } from "../delivery/deliver-message.ts";
import { type DeliveryDependencies, type DeliveryStep, doLater } from "../delivery/delivery-step.ts";
import { type Lease, type Pause, releaseLease, takeLease } from "../delivery/lease.ts";
import { settleFailed, settleUnknown } from "../delivery/settle-send.ts";
import { inTurn } from "./in-turn.ts";

/** Messages read at once. */
const PAGE = 20;
/** After this time, in ms, the rest of a long queue is left to the next call: functions end after minutes. */
const BUDGET = 120_000;

/** Whether a write of a message queued it: anew, or by an agent's retry. All else that waits has its task. */
export function becameQueued(before: MessageDocument | undefined, after: MessageDocument): boolean {
  if (!isQueued(after)) return false;
  return !before || !isQueued(before) || before.attempt !== after.attempt;
}

/**
 * The way out: delivers everything that is queued in the message's conversation, in `seq` order, under one lease.
 * Throws LeaseHeldError while somebody else does, so that the trigger tries again, and Firestore's errors.
 */
export async function deliverReply(
  dependencies: DeliveryDependencies,
  stored: MessageDocument,
): Promise<void> {
  if (!isQueued(stored)) return;
  const { conversation_id, message_id } = stored;
  await inTurn(`deliver ${conversation_id}`, async () => {
    // Most often another message's trigger has taken it along.
    const message = (await messageRef(dependencies.db, conversation_id, message_id).get()).data();
    if (message && isQueued(message)) await deliverQueue(dependencies, conversation_id);
  });
}

/**
 * What a task does when it is due. Returns false if it came too early, so that it comes again: one of the same name
 * can't be queued while it runs. Throws as above.
 */
export async function continueDelivery(
  dependencies: DeliveryDependencies,
  step: DeliveryStep,
): Promise<boolean> {
  if (dependencies.now() < step.due) return false;
  if (step.do === "drain") {
    await inTurn(`deliver ${step.conversation_id}`, () => deliverQueue(dependencies, step.conversation_id));
    return true;
  }
  const { conversation_id, message_id, attempt } = step;
  const message = (await messageRef(dependencies.db, conversation_id, message_id).get()).data();
  if (!message || message.attempt !== attempt || !isQueued(message) || !message.send_began_at) return true;
  await settleUnknown(dependencies, message, message.send_began_at);
  return true;
}

async function deliverQueue(dependencies: DeliveryDependencies, conversationId: string): Promise<void> {
  const { db, now } = dependencies;
  const conversation = (await conversationRef(db, conversationId).get()).data();
  if (!conversation) return;
  const { channel, account } = conversation;
  const lease = await takeLease(db, { conversation_id: conversationId, channel, account }, now);
  const goOnAt = (due: number) =>
    doLater(dependencies, { do: "drain", conversation_id: conversationId, due });
  try {
    if (lease.delivery.wait_until > now()) {
      await goOnAt(lease.delivery.wait_until);
      await releaseLease(db, lease, null);
      return;
    }
    for (;;) {
      const pause = await deliverAll(dependencies, lease);
      if (pause.wait_until > 0) await goOnAt(pause.wait_until);
      if (await releaseLease(db, lease, pause)) return;
    }
  } catch (error) {
    await releaseLease(db, lease, null).catch(() => {});
    throw error;
  }
}

/** Delivers message after message; returns when to go on, 0 if nothing is left. */
async function deliverAll(dependencies: DeliveryDependencies, lease: Lease): Promise<Pause> {
  const { db, now } = dependencies;
  const { conversation_id, delivery } = lease;
  let pause: Pause = { ...delivery, wait_until: 0 };
  const leaveAt = performance.now() + BUDGET;
  for (let after = 0; ; ) {
    const page = await readQueued(db, conversation_id, after);
    for (const message of page) {
      pause = await deliverNext(dependencies, lease, message, pause);
      if (pause.wait_until > 0) return pause;
      if (performance.now() > leaveAt) return { ...pause, wait_until: now() };
      after = message.seq;
    }
    if (page.length < PAGE) return pause;
  }
}

async function deliverNext(
  dependencies: DeliveryDependencies,
  lease: Lease,
  message: MessageDocument,
  before: Pause,
): Promise<Pause> {
  if (!isQueued(message)) return before;
  if (!isToSend(message)) {
    // Somebody began to send it and never told how it ended.
    await settleUnknown(dependencies, message, message.send_began_at!);
    return before;
  }
  const verdict = await deliverMessage(dependencies, lease, message);
  if (verdict.go === "next") return NO_PAUSE;
  if (verdict.go === "until") return { ...before, wait_until: verdict.at, stopped: true };
  const now = dependencies.now();
  const { tries, failing_since } = before;
  if (verdict.unsent && failing_since !== null && now - failing_since > PATIENCE) {
    await settleFailed(dependencies.db, message, verdict.unsent);
    return NO_PAUSE;
  }
  const wait_until = now + backoff(verdict.because, tries + 1);
  return { wait_until, tries: tries + 1, failing_since: failing_since ?? now };
}

const NO_PAUSE: Pause = { wait_until: 0, tries: 0, failing_since: null };

async function readQueued(db: Firestore, conversationId: string, after: number): Promise<MessageDocument[]> {
  const queued = messages(db, conversationId).where("status", "==", "queued").where("seq", ">", after);
  const { docs } = await queued.orderBy("seq").limit(PAGE).get();
  return docs.map((doc) => doc.data());
}
