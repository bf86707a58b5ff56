import { conversationRef, type MessageDocument, messageRef } from "@live-chat/core/documents.ts";
import { backoff, PATIENCE } from "../delivery/backoff.ts";
import { isQueued } from "../delivery/begin-send.ts";
import { type DeliveryDependencies, type DeliveryStep, doLater } from "../delivery/delivery-step.ts";
import { handOver } from "../delivery/hand-over.ts";
import type { Handover } from "../delivery/handover.ts";
import { type Lease, type Pause, releaseLease, takeLease } from "../delivery/lease.ts";
import { messageHandover } from "../delivery/message-handover.ts";
import { reactionHandover } from "../delivery/reaction-handover.ts";
import { readQueue } from "../delivery/read-queue.ts";
import { inTurn } from "./in-turn.ts";
import { isReactionQueued } from "./react.ts";

/** After this time, in ms, the rest of a long queue is left to the next call: functions end after minutes. */
const BUDGET = 120_000;

/** Whether a write of a message queued it, or a reaction to it: anew, or once more. All else that waits has its task. */
export function becameQueued(before: MessageDocument | undefined, after: MessageDocument): boolean {
  if (isReactionQueued(after)) {
    const { number } = after.reaction_send!;
    return !before || !isReactionQueued(before) || before.reaction_send!.number !== number;
  }
  if (!isQueued(after)) return false;
  return !before || !isQueued(before) || before.attempt !== after.attempt;
}

const isWaiting = (message: MessageDocument) => isQueued(message) || isReactionQueued(message);

/**
 * The way out: delivers everything that is queued in the message's conversation, in its order, under one lease.
 * Throws LeaseHeldError while somebody else does, so that the trigger tries again, and Firestore's errors.
 */
export async function deliverReply(
  dependencies: DeliveryDependencies,
  stored: MessageDocument,
): Promise<void> {
  if (!isWaiting(stored)) return;
  const { conversation_id, message_id } = stored;
  await inTurn(`deliver ${conversation_id}`, async () => {
    // Most often another message's trigger has taken it along.
    const message = (await messageRef(dependencies.db, conversation_id, message_id).get()).data();
    if (message && isWaiting(message)) await deliverQueue(dependencies, conversation_id);
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
  const message = (await messageRef(dependencies.db, step.conversation_id, step.message_id).get()).data();
  const handover = message && unsettled(dependencies, message, step);
  if (handover?.began) await handover.settleUnknown(handover.began);
  return true;
}

/** What the step is about, if nobody has told yet how it went. */
function unsettled(
  dependencies: DeliveryDependencies,
  message: MessageDocument,
  step: Extract<DeliveryStep, { do: "settle" }>,
): Handover | null {
  if ("reaction" in step) {
    const ours = isReactionQueued(message) && message.reaction_send?.number === step.reaction;
    return ours ? reactionHandover(dependencies, message) : null;
  }
  const ours = isQueued(message) && message.attempt === step.attempt;
  return ours ? messageHandover(dependencies, message) : null;
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

/** Delivers one after the other; returns when to go on, 0 if nothing is left. */
async function deliverAll(dependencies: DeliveryDependencies, lease: Lease): Promise<Pause> {
  const { now } = dependencies;
  let pause: Pause = { ...lease.delivery, wait_until: 0 };
  const leaveAt = performance.now() + BUDGET;
  for await (const handover of readQueue(dependencies, lease.conversation_id)) {
    pause = await deliverNext(dependencies, lease, handover, pause);
    if (pause.wait_until > 0) return pause;
    if (performance.now() > leaveAt) return { ...pause, wait_until: now() };
  }
  return pause;
}

async function deliverNext(
  dependencies: DeliveryDependencies,
  lease: Lease,
  handover: Handover,
  before: Pause,
): Promise<Pause> {
  if (handover.began) {
    // Somebody began to send it and never told how it ended.
    await handover.settleUnknown(handover.began);
    return before;
  }
  const verdict = await handOver(dependencies, lease, handover);
  if (verdict.go === "next") return NO_PAUSE;
  if (verdict.go === "until") return { ...before, wait_until: verdict.at, stopped: true };
  const now = dependencies.now();
  const { tries, failing_since } = before;
  if (verdict.unsent && failing_since !== null && now - failing_since > PATIENCE) {
    await handover.settleFailed(verdict.unsent);
    return NO_PAUSE;
  }
  const wait_until = now + backoff(verdict.because, tries + 1);
  return { wait_until, tries: tries + 1, failing_since: failing_since ?? now };
}

const NO_PAUSE: Pause = { wait_until: 0, tries: 0, failing_since: null };
