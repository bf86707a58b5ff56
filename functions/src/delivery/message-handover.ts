import { type MessageDocument, messageRef } from "@live-chat/core/documents.ts";
import { needsWindow } from "../conversations/window.ts";
import { beginSend, undoBegin } from "./begin-send.ts";
import type { DeliveryDependencies } from "./delivery-step.ts";
import type { Handover } from "./handover.ts";
import { settleAccepted, settleFailed, settleUnknown } from "./settle-send.ts";

/** A queued message on its way out. */
export function messageHandover(dependencies: DeliveryDependencies, message: MessageDocument): Handover {
  const { db, channels } = dependencies;
  const { conversation_id, message_id, attempt } = message;
  let replyTo: string | null = null;
  return {
    name: { conversation_id, message_id, attempt },
    began: message.send_began_at ?? null,
    refusal: null,
    needsWindow: needsWindow(message),
    async begin(lease, now) {
      // Read before the mark: after it, every moment counts.
      replyTo = await providerIdOf(dependencies, message);
      return beginSend(db, lease, message, now);
    },
    undoBegin: (began) => undoBegin(db, message, began),
    deliver: (conversation) => channels[conversation.channel].deliver({ conversation, message, replyTo }),
    settleAccepted: ({ provider_id, customer_id }) => settleAccepted(db, message, provider_id, customer_id),
    settleFailed: (error) => settleFailed(db, message, error),
    settleUnknown: (began) => settleUnknown(dependencies, message, began),
  };
}

/** The channel's own id of the message that this one answers, if it has one, and the customer may have it. */
async function providerIdOf({ db }: DeliveryDependencies, message: MessageDocument): Promise<string | null> {
  if (message.reply_to === null) return null;
  const answered = (await messageRef(db, message.conversation_id, message.reply_to).get()).data();
  return answered && answered.status !== "failed" ? answered.provider_id : null;
}
