import type { DeliveryError } from "@live-chat/contract/message.ts";
import { type ConversationDocument, conversationRef } from "@live-chat/core/documents.ts";
import { log } from "@live-chat/core/logger.ts";
import type { Outcome } from "../channels/channel.ts";
import { explainWhatsAppError } from "../channels/whatsapp-errors.ts";
import { isWindowClosed } from "../conversations/window.ts";
import { resumeChannel, stopChannel, whenUsable } from "./channel-state.ts";
import type { DeliveryDependencies } from "./delivery-step.ts";
import type { Handover } from "./handover.ts";
import type { Lease } from "./lease.ts";
import { wakeQueues } from "./wake-queues.ts";

/**
 * What that means for the queue: `next`: go on, `heard` if the channel itself said so; `wait`: a little, `unsent` being
 * why this itself still waits, if it does; `until`: nothing leaves before that time (ms).
 */
export type Verdict =
  | { go: "next"; heard?: boolean }
  | { go: "wait"; because: "rate" | "trouble"; unsent: DeliveryError | null }
  | { go: "until"; at: number };

/** A process may sleep between marking something and sending it; after this time (ms) it no longer sends. */
const STALE = 20_000;

/** Hands something queued to its channel and settles what became of it. Throws LeaseHeldError, Firestore's errors. */
export async function handOver(
  dependencies: DeliveryDependencies,
  lease: Lease,
  handover: Handover,
): Promise<Verdict> {
  const { db, now } = dependencies;
  const conversation = (await conversationRef(db, lease.conversation_id).get()).data();
  if (!conversation) return { go: "next" };
  if (handover.needsWindow && isWindowClosed(conversation, now())) {
    await handover.settleFailed(CLOSED);
    return { go: "next" };
  }
  const usable = await whenUsable(db, conversation, now());
  if (usable.at > now()) return { go: "until", at: usable.at };
  const verdict = await hand(dependencies, lease, conversation, handover);
  if (usable.probing && verdict.go === "next" && verdict.heard) {
    await resumeChannel(db, conversation, now());
    await wakeQueues(dependencies, conversation);
  }
  return verdict;
}

async function hand(
  dependencies: DeliveryDependencies,
  lease: Lease,
  conversation: ConversationDocument,
  handover: Handover,
): Promise<Verdict> {
  const { now } = dependencies;
  const began = await handover.begin(lease, now());
  if (began === null) return { go: "next" };
  const early = whyNotNow(conversation, handover, began, now());
  const outcome = early ?? (await handover.deliver(conversation));
  const error = "error" in outcome ? outcome.error.code : undefined;
  const what = "reaction" in handover.name ? "reaction" : "reply";
  log("INFO", `${what} handed over`, { ...handover.name, outcome: outcome.outcome, error });
  const verdict = await settle(dependencies, conversation, handover, began, outcome);
  return verdict.go === "next" ? { ...verdict, heard: early === null } : verdict;
}

/** Transactions take their time, and a process may sleep: what was right before the mark may no longer be. */
function whyNotNow(
  conversation: ConversationDocument,
  { needsWindow, refusal }: Handover,
  began: string,
  now: number,
): Outcome | null {
  if (refusal) return { outcome: "refused", error: refusal };
  if (now - Date.parse(began) > STALE) return LATE;
  return needsWindow && isWindowClosed(conversation, now) ? { outcome: "refused", error: CLOSED } : null;
}

const CLOSED = explainWhatsAppError(131047, "", null);
const LATE: Outcome = {
  ...({ outcome: "not_accepted", because: "trouble" } as const),
  error: { code: "late", title: "Sending took too long to begin", detail: null, action: "retry" },
};

async function settle(
  { db, now }: DeliveryDependencies,
  conversation: ConversationDocument,
  handover: Handover,
  began: string,
  outcome: Outcome,
): Promise<Verdict> {
  switch (outcome.outcome) {
    case "accepted":
      await handover.settleAccepted(outcome);
      return { go: "next" };
    case "refused":
      await handover.settleFailed(outcome.error);
      return { go: "next" };
    case "not_accepted":
      await handover.undoBegin(began);
      return { go: "wait", because: outcome.because, unsent: outcome.error };
    case "stopped":
      await handover.undoBegin(began);
      return { go: "until", at: await stopChannel(db, conversation, outcome.error, now()) };
    case "unknown":
      await handover.settleUnknown(began);
      return { go: "wait", because: "trouble", unsent: null };
  }
}
