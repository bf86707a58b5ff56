import { randomUUID } from "node:crypto";
import { type SignedWebhook, whatsAppWebhook } from "../../local/send/webhooks.ts";
import { stack } from "./stack.ts";

const APP_SECRET = "local-app-secret";
/** The business number that customers write to. */
const ACCOUNT = "108000000000001";

/** Somebody whom no other test knows. */
export class Customer {
  readonly name = `Customer ${randomUUID().slice(0, 13)}`;

  /** Returns when every text is stored, in this order. Throws when a webhook is refused. */
  async writes(...texts: string[]): Promise<void> {
    for (const text of texts) await postWebhook(this.webhook(text));
  }

  /** A signed webhook with one message, to be posted once or often. */
  webhook(text: string): SignedWebhook {
    return whatsAppWebhook({ text, from: this.name, account: ACCOUNT, at: new Date() }, APP_SECRET);
  }
}

/** Throws when the webhook isn't accepted. */
export async function postWebhook({ path, headers, body }: SignedWebhook): Promise<void> {
  const answer = await fetch(stack.urls.dashboard + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  if (!answer.ok) throw new Error(`The webhook was answered ${answer.status}: ${await answer.text()}`);
}
