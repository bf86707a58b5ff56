import type { DeliveryError } from "@live-chat/contract/message.ts";
import type { MessageDocument } from "@live-chat/core/documents.ts";
import { changeMessage } from "../messages/change-message.ts";
import { isReactionQueued, settleReaction } from "../messages/react.ts";
import { ProblemError } from "../problem.ts";
import { isToSend } from "./begin-send.ts";
import type { DeliveryDependencies } from "./delivery-step.ts";

/**
 * What a trigger does that failed for a day, so that it won't come again: if nobody began to send its message, or
 * its reaction, the agent is told that it never left. Throws Firestore's errors.
 */
export async function giveUpReply(
  { db }: Pick<DeliveryDependencies, "db">,
  given: MessageDocument,
): Promise<void> {
  const { attempt, reaction_send } = given;
  try {
    await changeMessage(db, given, (message) => {
      if (isReactionQueued(given)) {
        const began = message.reaction_send?.began_at ?? null;
        return began ? message : settleReaction(message, reaction_send!.number, "failed", NEVER_LEFT);
      }
      const ours = message.attempt === attempt && isToSend(message);
      return ours ? { ...message, status: "failed", error: NEVER_LEFT } : message;
    });
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
