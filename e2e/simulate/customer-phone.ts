import type { ChaosSettings } from "../../local/simulator/chaos-settings.ts";
import type { SendRecord } from "../../local/simulator/graph/accept-message.ts";
import type { ChatMessage } from "../../local/simulator/world.ts";

export type { ChatMessage, SendRecord };

/** The business number that these customers write to. */
const ACCOUNT = "108000000000001";

/** All phones, and WhatsApp between them and us, over the simulator's HTTP. Throws where it refuses. */
export class Phones {
  readonly #url: string;

  /** `url`: the simulator's. */
  constructor(url: string) {
    this.#url = `${url}/phone`;
  }

  /** A phone with a number of its own, `phone` being its digits. */
  async add(name: string, phone: string): Promise<CustomerPhone> {
    const { id } = await this.call<{ id: string }>("POST", "/customers", { name, phone });
    return new CustomerPhone(this, id, name);
  }

  setChaos(settings: Partial<ChaosSettings>): Promise<ChaosSettings> {
    return this.call("PATCH", "/chaos", settings);
  }

  calm(): Promise<ChaosSettings> {
    return this.call("DELETE", "/chaos");
  }

  /** Every send that WhatsApp accepted, and how far it really came. */
  sends(): Promise<SendRecord[]> {
    return this.call("GET", "/sends");
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(this.#url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`The phone answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}

/** One customer's hand on the phone. */
export class CustomerPhone {
  readonly id: string;
  readonly name: string;
  readonly #phones: Phones;

  constructor(phones: Phones, id: string, name: string) {
    this.#phones = phones;
    this.id = id;
    this.name = name;
  }

  writes(text: string, replyTo?: string): Promise<ChatMessage> {
    return this.#do("text", { text, ...(replyTo ? { replyTo } : {}) });
  }

  sendsPhoto(caption: string): Promise<ChatMessage> {
    return this.#do("photo", { photo: "package", caption });
  }

  reacts(message: string, emoji: string): Promise<void> {
    return this.#do("react", { message, emoji });
  }

  edits(message: string, text: string): Promise<ChatMessage> {
    return this.#do("edit", { message, text });
  }

  revokes(message: string): Promise<ChatMessage> {
    return this.#do("revoke", { message });
  }

  /** Looks at the chat: all that came is read. */
  reads(): Promise<void> {
    return this.#do("read", {});
  }

  /** All bubbles, oldest first; the newest 500. */
  bubbles(): Promise<ChatMessage[]> {
    return this.#phones.call("GET", `/chats/${ACCOUNT}/${this.id}`);
  }

  #do<T>(action: string, body: unknown): Promise<T> {
    return this.#phones.call("POST", `/chats/${ACCOUNT}/${this.id}/${action}`, body);
  }
}
