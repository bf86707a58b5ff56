import type { DeliveryError } from "@live-chat/contract/message.ts";
import {
  type ConversationDocument,
  conversationRef,
  type MessageDocument,
  messageRef,
} from "@live-chat/core/documents.ts";
import { log } from "@live-chat/core/logger.ts";
import type { Outcome } from "../channels/channel.ts";
import { explainWhatsAppError } from "../channels/whatsapp-errors.ts";
import { isWindowClosed, needsWindow } from "../conversations/window.ts";
import { beginSend, undoBegin } from "./begin-send.ts";
import { resumeChannel, stopChannel, whenUsable } from "./channel-state.ts";
import type { DeliveryDependencies } from "./delivery-step.ts";
import type { Lease } from "./lease.ts";
import { settleAccepted, settleFailed, settleUnknown } from "./settle-send.ts";
import { wakeQueues } from "./wake-queues.ts";

/**
 * What that means for the queue: `next`: go on, `heard` if the channel itself said so; `wait`: a little, `unsent` being why this message itself still waits,
 * if it does; `until`: nothing leaves before that time (ms).
 */
export type Verdict =
  | { go: "next"; heard?: boolean }
  | { go: "wait"; because: "rate" | "trouble"; unsent: DeliveryError | null }
  | { go: "until"; at: number };

/** A process may sleep between marking a message and sending it; after this time (ms) it no longer sends. */
const STALE = 20_000;

/** Hands one queued message to its channel and settles what became of it. Throws LeaseHeldError, Firestore's errors. */
export async function deliverMessage(
  dependencies: DeliveryDependencies,
  lease: Lease,
  message: MessageDocument,
): Promise<Verdict> {
  const { db, now } = dependencies;
  const conversation = (await conversationRef(db, message.conversation_id).get()).data();
  if (!conversation) return { go: "next" };
  if (needsWindow(message) && isWindowClosed(conversation, now())) {
    await settleFailed(db, message, explainWhatsAppError(131047, "", null));
    return { go: "next" };
  }
  const usable = await whenUsable(db, conversation, now());
  if (usable.at > now()) return { go: "until", at: usable.at };
  const verdict = await hand(dependencies, lease, conversation, message);
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
  message: MessageDocument,
): Promise<Verdict> {
  const { db, channels, now } = dependencies;
  const replyTo = await providerIdOf(dependencies, message);
  const began = await beginSend(db, lease, message, now());
  if (began === null) return { go: "next" };
  const early = whyNotNow(conversation, message, began, now());
  const outcome = early ?? (await channels[conversation.channel].deliver({ conversation, message, replyTo }));
  const { conversation_id, message_id, attempt } = message;
  const error = "error" in outcome ? outcome.error.code : undefined;
  log("INFO", "reply handed over", { conversation_id, message_id, attempt, outcome: outcome.outcome, error });
  const verdict = await settle(dependencies, conversation, message, began, outcome);
  return verdict.go === "next" ? { ...verdict, heard: early === null } : verdict;
}

/** Transactions take their time, and a process may sleep: what was right before the mark may no longer be. */
function whyNotNow(
  conversation: ConversationDocument,
  message: MessageDocument,
  began: string,
  now: number,
): Outcome | null {
  if (now - Date.parse(began) > STALE) return LATE;
  const closed = needsWindow(message) && isWindowClosed(conversation, now);
  return closed ? { outcome: "refused", error: explainWhatsAppError(131047, "", null) } : null;
}

const LATE: Outcome = {
  ...({ outcome: "not_accepted", because: "trouble" } as const),
  error: { code: "late", title: "Sending took too long to begin", detail: null, action: "retry" },
};

async function settle(
  dependencies: DeliveryDependencies,
  conversation: ConversationDocument,
  message: MessageDocument,
  began: string,
  outcome: Outcome,
): Promise<Verdict> {
  const { db, now } = dependencies;
  switch (outcome.outcome) {
    case "accepted":
      await settleAccepted(db, message, outcome.provider_id, outcome.customer_id);
      return { go: "next" };
    case "refused":
      await settleFailed(db, message, outcome.error);
      return { go: "next" };
    case "not_accepted":
      await undoBegin(db, message, began);
      return { go: "wait", because: outcome.because, unsent: outcome.error };
    case "stopped":
      await undoBegin(db, message, began);
      return { go: "until", at: await stopChannel(db, conversation, outcome.error, now()) };
    case "unknown":
      await settleUnknown(dependencies, message, began);
      return { go: "wait", because: "trouble", unsent: null };
  }
}

/** The channel's own id of the message that this one answers, if it has one, and the customer may have it. */
async function providerIdOf({ db }: DeliveryDependencies, message: MessageDocument): Promise<string | null> {
  if (message.reply_to === null) return null;
  const answered = (await messageRef(db, message.conversation_id, message.reply_to).get()).data();
  return answered && answered.status !== "failed" ? answered.provider_id : null;
}
