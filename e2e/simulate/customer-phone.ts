import { createHash } from "node:crypto";
import type { ChaosSettings } from "../../local/simulator/chaos-settings.ts";
import type { SendRecord } from "../../local/simulator/graph/accept-message.ts";
import type { Refusal } from "../../local/simulator/graph/receive-send.ts";
import type { ChatMessage, Customer } from "../../local/simulator/world.ts";
import { until } from "../support/until.ts";
import type { MadeFile } from "./made-file.ts";

export type { ChatMessage, Refusal, SendRecord };

/** The business number that these customers write to. */
const ACCOUNT = "108000000000001";

/** All phones, and WhatsApp between them and us, over the simulator's HTTP. Throws where it refuses. */
export class Phones {
  readonly #url: string;
  #open = 0;
  #hold: Promise<unknown> = Promise.resolve();

  /** `url`: the simulator's. */
  constructor(url: string) {
    this.#url = `${url}/phone`;
  }

  /** A phone with a number of its own, `phone` being its digits; null: its number is hidden. */
  async add(name: string, phone: string | null): Promise<CustomerPhone> {
    const customer = { name, phone, ...(phone === null ? { username: name.replaceAll(" ", ".") } : {}) };
    const { id } = await this.call<{ id: string }>("POST", "/customers", customer);
    return new CustomerPhone(this, id, name);
  }

  setChaos(settings: Partial<ChaosSettings>): Promise<ChaosSettings> {
    return this.call("PATCH", "/chaos", settings);
  }

  calm(): Promise<ChaosSettings> {
    return this.call("DELETE", "/chaos");
  }

  /** Every send that WhatsApp accepted, and how far it really came; of one conversation, or all. */
  sends(conversationId = ""): Promise<SendRecord[]> {
    return this.call("GET", `/sends/${conversationId}`);
  }

  /** Every send that WhatsApp refused. */
  refusals(conversationId = ""): Promise<Refusal[]> {
    return this.call("GET", `/refusals/${conversationId}`);
  }

  /**
   * Sends in WhatsApp's hands, before and after it accepted them, and webhooks by which it tells of statuses: right
   * now, and when their connection broke.
   */
  inHand(): Promise<Record<"now" | "cut", Record<"before" | "after" | "telling", number>>> {
    return this.call("GET", "/in-hand");
  }

  /** Does `work` while no call is under way: the phones are behind the same port as WhatsApp. */
  async putAside(work: () => Promise<void>): Promise<void> {
    const before = this.#hold;
    const turn = Promise.withResolvers<void>();
    this.#hold = turn.promise;
    await before;
    try {
      await until(
        async () => this.#open,
        (open) => open === 0,
      );
      await work();
    } finally {
      turn.resolve();
    }
  }

  call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return this.fetch(path, { method, ...sent }, (answer) => answer.json() as Promise<T>);
  }

  async fetch<T>(path: string, init: RequestInit, read: (answer: Response) => Promise<T>): Promise<T> {
    await this.#hold;
    this.#open++;
    try {
      const answer = await fetch(this.#url + path, init);
      if (!answer.ok) throw new Error(`The phone answered ${answer.status}: ${await answer.text()}`);
      return await read(answer);
    } finally {
      this.#open--;
    }
  }
}

/** One customer's hand on the phone. */
export class CustomerPhone {
  readonly id: string;
  readonly name: string;
  readonly #phones: Phones;
  /** Whether the business is told what was read. */
  receipts = true;

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

  sendsFile({ kind, mimeType, name, voice, bytes }: MadeFile, caption?: string): Promise<ChatMessage> {
    const more = { ...(caption ? { caption } : {}), ...(voice ? { voice: "" } : { name }) };
    const query = new URLSearchParams({ kind, ...more });
    const init = { method: "POST", headers: { "content-type": mimeType }, body: bytes };
    return this.#phones.fetch(
      `/chats/${ACCOUNT}/${this.id}/file?${query}`,
      init,
      (it) => it.json() as Promise<ChatMessage>,
    );
  }

  sendsPlace(name: string): Promise<ChatMessage> {
    return this.#do("location", { latitude: 52.5, longitude: 13.4, name });
  }

  sendsContact(name: string): Promise<ChatMessage> {
    return this.#do("contact", { name, phone: "+49 30 1234567" });
  }

  /** `null` takes the reaction back. */
  reacts(message: string, emoji: string | null): Promise<void> {
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

  /** WhatsApp believes that the customer last wrote that long ago, in ms. */
  wroteAgo(ms: number): Promise<void> {
    return this.#do("age", { ms });
  }

  async set(change: Partial<Pick<Customer, "online" | "read_receipts">>): Promise<void> {
    await this.#phones.call("PATCH", `/customers/${this.id}`, change);
    this.receipts = change.read_receipts ?? this.receipts;
  }

  /** All bubbles, oldest first; the newest 500. */
  bubbles(): Promise<ChatMessage[]> {
    return this.#phones.call("GET", `/chats/${ACCOUNT}/${this.id}`);
  }

  /** SHA-256 of a file's bytes, as the phone has them. */
  digest(mediaId: string): Promise<string> {
    return this.#phones.fetch(`/media/${mediaId}`, {}, async (answer) =>
      createHash("sha256")
        .update(await answer.bytes())
        .digest("hex"),
    );
  }

  #do<T>(action: string, body: unknown): Promise<T> {
    return this.#phones.call("POST", `/chats/${ACCOUNT}/${this.id}/${action}`, body);
  }
}
