import type { DeliveryError } from "@live-chat/contract/message.ts";
import type { Firestore, MessageDocument } from "@live-chat/core/documents.ts";
import type { Attempt } from "../messages/attempt.ts";
import { changeMessage } from "../messages/change-message.ts";
import { linkProviderId } from "../messages/link-provider-id.ts";
import { isQueued } from "./begin-send.ts";
import { type DeliveryDependencies, doLater } from "./delivery-step.ts";

/** The channel took it: one tick, and the id by which statuses, answers and reactions find it. */
export async function settleAccepted(
  db: Firestore,
  attempt: Attempt,
  providerId: string,
  customerId?: string,
): Promise<void> {
  const sent = { kind: "status", target: providerId, status: "sent", error: null } as const;
  await linkProviderId(db, attempt, { providerId, customerId }, [sent]);
}

/** It won't leave any more, or not as this attempt. */
export async function settleFailed(db: Firestore, attempt: Attempt, error: DeliveryError): Promise<void> {
  await changeMessage(db, attempt, (message) => {
    const ours = message.attempt === attempt.attempt && isUnsettled(message);
    return ours ? { ...message, status: "failed", error } : message;
  });
}

/**
 * A send that may have left and of which nothing was heard: at once unconfirmed where it is time, else looked at
 * again then.
 */
export async function settleUnknown(
  dependencies: DeliveryDependencies,
  attempt: Attempt,
  began: string,
): Promise<void> {
  const { conversation_id, message_id, attempt: number } = attempt;
  const due = Date.parse(began) + dependencies.confirmWithin;
  const step = { do: "settle", conversation_id, message_id, attempt: number, due } as const;
  if (dependencies.now() < due) return doLater(dependencies, step);
  await changeMessage(dependencies.db, attempt, (message) => {
    const ours = message.attempt === number && isQueued(message) && message.send_began_at;
    return ours ? { ...message, status: "unconfirmed", error: UNCONFIRMED } : message;
  });
}

const UNCONFIRMED: DeliveryError = {
  code: "unconfirmed",
  title: "Nobody knows whether this arrived",
  detail: "The channel didn’t answer. Sent again, the customer may get it twice.",
  action: "retry",
};

const isUnsettled = (message: MessageDocument) => isQueued(message) || message.status === "unconfirmed";
