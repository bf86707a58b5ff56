import { readThread, type ServedWebhooks, whatsApp } from "./serve-webhooks.ts";
import type { Services } from "./start-services.ts";

let customers = 0;

/** A customer with a phone number of their own, who writes to us by WhatsApp. */
export class WhatsAppSender {
  readonly from = `1650555${String(++customers).padStart(4, "0")}`;
  readonly contacts = [{ profile: { name: "Sheena Nelson" }, wa_id: this.from }];
  readonly #services: Services;
  readonly #webhooks: ServedWebhooks;

  constructor(services: Services, webhooks: ServedWebhooks) {
    this.#services = services;
    this.#webhooks = webhooks;
  }

  /** The id of this customer's message with a name. */
  id(name: string): string {
    return `wamid.${this.from}.${name}`;
  }

  /** A message of any type, as it stands in a webhook. */
  message(name: string, type: string, more: object) {
    return { from: this.from, id: this.id(name), timestamp: "1749416383", type, ...more };
  }

  text(name: string, body = name, more: object = {}) {
    return this.message(name, "text", { text: { body }, ...more });
  }

  post(...messages: object[]) {
    return this.#webhooks.postWhatsApp(whatsApp({ contacts: this.contacts, messages }));
  }

  async thread(account?: string) {
    const found = await readThread(this.#services, this.from, account);
    if (!found) throw new Error(`no conversation with ${this.from}`);
    return found;
  }

  /** Posts one message of a type as this customer's first and returns it as stored. */
  async stored(type: string, more: object) {
    const answer = await this.post(this.message("first", type, more));
    if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
    return (await this.thread()).messages[0]!;
  }
}
