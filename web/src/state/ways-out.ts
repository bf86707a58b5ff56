import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { Message } from "@live-chat/contract/message.ts";
import { isWindowClosed } from "./window.ts";

/** What can help a message that failed or of which nobody knows. */
export type WaysOut = {
  retry: boolean;
  /** The customer may get it twice: the agent is asked first. */
  ask: boolean;
  template: boolean;
  callAdmin: boolean;
};

/** Pure. Only what can work: a text doesn't leave again once the window is closed, a template does. */
export function waysOut(message: Message, conversation: Conversation | undefined, now: number): WaysOut {
  const unconfirmed = message.status === "unconfirmed";
  const action = unconfirmed ? "retry" : message.error?.action;
  const closed = conversation !== undefined && isWindowClosed(conversation, now);
  const wanted = action === "retry" || action === "call_admin";
  const retry = wanted && (!closed || message.type === "template");
  return {
    retry,
    ask: unconfirmed,
    template: action === "send_template" || (wanted && !retry),
    callAdmin: action === "call_admin",
  };
}
