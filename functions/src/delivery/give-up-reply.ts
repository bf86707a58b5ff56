import type { DeliveryError } from "@live-chat/contract/message.ts";
import type { MessageDocument } from "@live-chat/core/documents.ts";
import { changeMessage } from "../messages/change-message.ts";
import { ProblemError } from "../problem.ts";
import { isToSend } from "./begin-send.ts";
import type { DeliveryDependencies } from "./delivery-step.ts";

/**
 * What a trigger does that failed for a day, so that it won't come again: if nobody began to send its message, the
 * agent is told that it never left. Throws Firestore's errors.
 */
export async function giveUpReply(
  { db }: Pick<DeliveryDependencies, "db">,
  { conversation_id, message_id, attempt }: MessageDocument,
): Promise<void> {
  try {
    await changeMessage(db, { conversation_id, message_id }, (message) =>
      message.attempt === attempt && isToSend(message)
        ? { ...message, status: "failed", error: NEVER_LEFT }
        : message,
    );
  } catch (error) {
    // Erased meanwhile: there is nobody to tell.
    if (!(error instanceof ProblemError)) throw error;
  }
}

const NEVER_LEFT: DeliveryError = {
  code: "never_left",
  title: "This couldn’t be sent for a whole day",
  detail: "We had a problem of our own.",
  action: "retry",
};
