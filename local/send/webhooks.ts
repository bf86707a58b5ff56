import { createHash, createHmac, randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";

export type Customer = { id: string; name: string };

/** A webhook as a provider would post it: path, signed headers and body. */
export type SignedWebhook = { path: string; headers: Record<string, string>; body: string };

export type TextMessage = { text: string; from: string; account: string; at: Date };

/** A phone number stands for itself; a name gets a number of its own, always the same, that nobody has. */
export function toCustomer(from: string): Customer {
  const digits = from.replace(/[\s()+-]/g, "");
  if (/^\d{7,15}$/.test(digits)) return { id: digits, name: from };
  const hash = createHash("sha256").update(from.trim().toLowerCase()).digest().readUInt32BE();
  return { id: `1555${String(hash % 10_000_000).padStart(7, "0")}`, name: from };
}

/** Takes the app's secret, as Meta has it; returns a WhatsApp Cloud API webhook with one text message. */
export function whatsAppWebhook(message: TextMessage, secret: string): SignedWebhook {
  const { id, name } = toCustomer(message.from);
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: message.account, phone_number_id: message.account },
    contacts: [{ profile: { name }, wa_id: id }],
    messages: [
      {
        from: id,
        id: `wamid.${randomUUID()}`,
        timestamp: `${Math.floor(message.at.getTime() / 1000)}`,
        type: "text",
        text: { body: message.text },
      },
    ],
  };
  const body = JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "local", changes: [{ field: "messages", value }] }],
  });
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return { path: "/api/webhooks/whatsapp", headers: { "x-hub-signature-256": `sha256=${signature}` }, body };
}

/** Takes the source's secret (`whsec_…`); returns a webhook of the generic kind, signed by Standard Webhooks. */
export function messagesWebhook(message: TextMessage, secret: string): SignedWebhook {
  const { id, name } = toCustomer(message.from);
  const item = {
    id: randomUUID(),
    from: { id, name, phone: `+${id}` },
    text: message.text,
    timestamp: message.at.toISOString(),
  };
  const body = JSON.stringify({ messages: [item] });
  const webhookId = `msg_${randomUUID()}`;
  const headers = {
    "webhook-id": webhookId,
    "webhook-timestamp": `${Math.floor(message.at.getTime() / 1000)}`,
    "webhook-signature": new Webhook(secret).sign(webhookId, message.at, body),
  };
  return { path: `/api/webhooks/messages/${encodeURIComponent(message.account)}`, headers, body };
}
