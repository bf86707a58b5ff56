import type { DeliveryError } from "@live-chat/contract/message.ts";
import {
  type Firestore,
  type MessageDocument,
  messageRef,
  type ReactionSend,
} from "@live-chat/core/documents.ts";
import type { ReactionAttempt } from "../messages/attempt.ts";
import { changeMessage } from "../messages/change-message.ts";
import { linkProviderId } from "../messages/link-provider-id.ts";
import { isReactionQueued, settleReaction } from "../messages/react.ts";
import { type DeliveryDependencies, doLater } from "./delivery-step.ts";
import type { Handover } from "./handover.ts";
import { type Lease, renewLease } from "./lease.ts";

/** A reaction of ours that is queued, or that one is taken back, on its way out. Throws where there is none. */
export function reactionHandover(dependencies: DeliveryDependencies, message: MessageDocument): Handover {
  const { db, channels } = dependencies;
  const { conversation_id, message_id } = message;
  const send = message.reaction_send;
  if (!send) throw new Error("there is no reaction to send");
  const attempt: ReactionAttempt = { conversation_id, message_id, reaction: send.number };
  return {
    name: attempt,
    began: send.began_at,
    refusal: message.provider_id === null || message.revoked_at !== null ? NOTHING_THERE : null,
    needsWindow: true,
    begin: (lease, now) => beginReaction(db, lease, attempt, now),
    undoBegin: (began) => undoReaction(db, attempt, began),
    async deliver(conversation) {
      const { react } = channels[conversation.channel];
      const target = message.provider_id;
      if (!react || target === null) return { outcome: "refused", error: NOTHING_THERE };
      return react({ conversation, message, target, send });
    },
    settleAccepted: ({ provider_id, customer_id }) => {
      const sent = { kind: "status", target: provider_id, status: "sent", error: null } as const;
      return linkProviderId(db, attempt, { providerId: provider_id, customerId: customer_id }, [sent]);
    },
    settleFailed: (error) => settle(db, attempt, "failed", error),
    settleUnknown: (began) => settleUnknownReaction(dependencies, attempt, began),
  };
}

const NOTHING_THERE: DeliveryError = {
  code: "not_reactable",
  title: "The customer doesn’t have this message any more",
  detail: null,
};

async function beginReaction(
  db: Firestore,
  lease: Lease,
  attempt: ReactionAttempt,
  now: number,
): Promise<string | null> {
  return db.runTransaction(async (transaction) => {
    const renew = await renewLease(db, transaction, lease, now);
    const ref = messageRef(db, attempt.conversation_id, attempt.message_id);
    const send = queuedSend((await transaction.get(ref)).data(), attempt);
    if (!send || send.began_at !== null) return null;
    const began_at = new Date(now).toISOString();
    renew();
    transaction.update(ref, { reaction_send: { ...send, began_at } });
    return began_at;
  });
}

async function undoReaction(db: Firestore, attempt: ReactionAttempt, began: string): Promise<void> {
  await db.runTransaction(async (transaction) => {
    const ref = messageRef(db, attempt.conversation_id, attempt.message_id);
    const send = queuedSend((await transaction.get(ref)).data(), attempt);
    if (send?.began_at === began) transaction.update(ref, { reaction_send: { ...send, began_at: null } });
  });
}

function queuedSend(
  message: MessageDocument | undefined,
  { reaction }: ReactionAttempt,
): ReactionSend | null {
  if (!message || !isReactionQueued(message)) return null;
  return message.reaction_send?.number === reaction ? message.reaction_send : null;
}

/** As `settleUnknown` of a message. */
export async function settleUnknownReaction(
  dependencies: DeliveryDependencies,
  attempt: ReactionAttempt,
  began: string,
): Promise<void> {
  const due = Date.parse(began) + dependencies.confirmWithin;
  if (dependencies.now() < due) return doLater(dependencies, { do: "settle", ...attempt, due });
  await settle(dependencies.db, attempt, "unconfirmed", UNCONFIRMED);
}

const UNCONFIRMED: DeliveryError = {
  code: "unconfirmed",
  title: "Nobody knows whether the customer sees this",
  detail: "The channel didn’t answer. React again to be sure.",
};

async function settle(
  db: Firestore,
  attempt: ReactionAttempt,
  status: "failed" | "unconfirmed",
  error: DeliveryError,
): Promise<void> {
  await changeMessage(db, attempt, (message) => settleReaction(message, attempt.reaction, status, error));
}
