import type { Firestore } from "firebase-admin/firestore";
import type { Redis } from "ioredis";
import { changeConversation } from "../../functions/src/conversations/change-conversation.ts";
import type { InboundChange, InboundMessage } from "../../functions/src/messages/inbound-change.ts";
import { storeInbound, storeReply } from "../../functions/src/messages/store-message.ts";
import type { Random } from "./random.ts";

const CUSTOMERS = 40;
const TEXTS = [
  "Hello",
  "¿Qué tal?",
  "مرحبا",
  "👋🏽",
  "line\nbreak",
  "x".repeat(1_500),
  "data: not a field\n\n",
];

/** A busy day: customers write, agents answer, ticks and reactions come, conversations are read. */
export class Publisher {
  readonly #db: Firestore;
  readonly #redis: Redis;
  readonly #random: Random;
  readonly #conversations: string[] = [];
  readonly #providerIds: { customer: string; id: string }[] = [];
  #count = 0;

  constructor({ db, redis }: { db: Firestore; redis: Redis }, random: Random) {
    this.#db = db;
    this.#redis = redis;
    this.#random = random;
  }

  /** Stores something; rejects when Firestore does. */
  async act(): Promise<void> {
    const dice = this.#random.next();
    if (dice < 0.6 || this.#conversations.length === 0) await this.#receive();
    else if (dice < 0.75) await this.#reply();
    else if (dice < 0.9) await this.#change();
    else await this.#label();
  }

  async #receive(): Promise<void> {
    const customer = `customer-${this.#random.between(1, CUSTOMERS)}`;
    const messages = Array.from({ length: this.#random.between(1, 4) }, () => this.#newMessage(customer));
    const items = await storeInbound(
      this.#db,
      { channel: "api", account: "torture", ids: [customer] },
      messages,
    );
    for (const item of items) {
      if (item.outcome !== "stored") throw new Error(`a message was not stored but ${item.outcome}`);
      if (item.seq === 1) this.#conversations.push(item.conversation_id);
    }
    for (const { provider_id } of messages) this.#providerIds.push({ customer, id: provider_id });
  }

  async #reply(): Promise<void> {
    const author = { kind: "agent", id: "agent-1", name: "Ana" } as const;
    const conversation = this.#random.pick(this.#conversations);
    const body = {
      client_message_id: `reply-${++this.#count}`,
      type: "text",
      text: this.#text(),
      reply_to: null,
    };
    await storeReply(this.#db, conversation, author, body as Parameters<typeof storeReply>[3]);
  }

  /** A reaction or an edit, on one of the newer messages. */
  async #change(): Promise<void> {
    const { customer, id } = this.#random.pick(this.#providerIds.slice(-200));
    const at = Date.now();
    const change: InboundChange = this.#random.chance(0.5)
      ? { kind: "reaction", target: id, event: `reaction-${++this.#count}`, name: null, emoji: "❤️", at }
      : { kind: "edit", target: id, text: `${this.#text()} ${++this.#count}`, at };
    await storeInbound(this.#db, { channel: "api", account: "torture", ids: [customer] }, [change]);
  }

  async #label(): Promise<void> {
    const labels = [`label-${++this.#count}`];
    const dependencies = { db: this.#db, redis: this.#redis };
    await changeConversation(dependencies, this.#random.pick(this.#conversations), () => ({ labels }));
  }

  #newMessage(customer: string): InboundMessage {
    return {
      kind: "message",
      provider_id: `provider-${++this.#count}`,
      author: "customer",
      profile: { user_id: customer, name: customer, phone: null },
      type: "text",
      text: this.#text(),
      content: null,
      attachments: [],
      reply_to: null,
      at: Date.now(),
      fingerprint: null,
    };
  }

  #text(): string {
    return this.#random.pick(TEXTS);
  }
}
