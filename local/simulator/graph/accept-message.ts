import type { Simulator } from "../simulator.ts";
import { newWamid } from "../world.ts";
import type { CheckedSend } from "./check-message.ts";
import { fillTemplate } from "./check-template.ts";
import { Delivery } from "./deliver-message.ts";

/** One send that was accepted, for whoever wants to compare both sides. */
export type SendRecord = {
  wamid: string;
  account: string;
  customer: string | null;
  type: string;
  text: string | null;
  opaque: string | null;
  /** How far it really came, whatever the webhooks said. */
  outcome: "accepted" | "dropped" | "failed" | "sent" | "delivered" | "read";
  /** Why it failed. */
  error: number | null;
};

/**
 * Takes a checked send; returns Graph's answer at once. What becomes of the message is told by webhooks.
 * Throws the GraphError of a template that doesn't fit.
 */
export function acceptMessage(simulator: Simulator, accountId: string, send: CheckedSend) {
  const template =
    send.template && send.type === "template" ? fillTemplate(simulator.templates, send.template) : null;
  const wamid = newWamid();
  const { address } = send;
  const record: SendRecord = {
    wamid,
    account: accountId,
    customer: null,
    type: send.type,
    text: template?.text ?? send.text?.body ?? null,
    opaque: send.biz_opaque_callback_data ?? null,
    outcome: "accepted",
    error: null,
  };
  simulator.sends.push(record);
  simulator.track(new Delivery(simulator, accountId, send, template, record).run());
  const contact =
    "user_id" in address
      ? { input: address.user_id, user_id: address.user_id }
      : { input: address.input, wa_id: address.phone };
  return {
    messaging_product: "whatsapp",
    contacts: [contact],
    messages: [{ id: wamid, ...(template ? { message_status: "accepted" } : {}) }],
  };
}
