import type {
  MessagesWebhookAnswer,
  Receipt as WebhookReceipt,
} from "@live-chat/contract/messages-webhook.ts";
import type { Firestore } from "firebase-admin/firestore";
import type { Redis } from "ioredis";
import { changeConversation } from "../../functions/src/conversations/change-conversation.ts";
import type { InboundChange } from "../../functions/src/messages/inbound-change.ts";
import { storeInbound, storeReply } from "../../functions/src/messages/store-message.ts";
import type { Random } from "./random.ts";
import type { ServedWebhooks } from "./serve-webhooks.ts";

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
/** As many bytes as one text can have. */
const LARGEST = "漢".repeat(4_096);

/** What the publisher was told about a message it handed over: that it is stored, and where. */
export type Receipt = Pick<WebhookReceipt, "conversation_id" | "message_id" | "seq">;

/** A busy day: customers write, agents answer, ticks and reactions come, conversations are read. */
export class Publisher {
  readonly receipts: Receipt[] = [];
  /** While true nothing but full webhooks come. */
  burst = false;
  readonly #db: Firestore;
  readonly #redis: Redis;
  readonly #webhooks: ServedWebhooks;
  readonly #random: Random;
  readonly #conversations: string[] = [];
  readonly #sent: { customer: string; id: string }[] = [];
  #count = 0;

  constructor(services: { db: Firestore; redis: Redis; webhooks: ServedWebhooks }, random: Random) {
    this.#db = services.db;
    this.#redis = services.redis;
    this.#webhooks = services.webhooks;
    this.#random = random;
  }

  /** Has something stored; rejects when it isn't. */
  async act(): Promise<void> {
    const dice = this.#random.next();
    if (this.burst || dice < 0.1) await this.#receive(this.#random.between(60, 100), 8);
    else if (dice < 0.5 || this.#conversations.length === 0)
      await this.#receive(this.#random.between(1, 4), 1);
    else if (dice < 0.7) await this.#reply();
    else if (dice < 0.85) await this.#change();
    else await this.#label();
  }

  /** Megabytes of messages, more than the kernel's buffers hold for a client that doesn't read. */
  async flood(): Promise<void> {
    for (let i = 0; i < 6; i++) await this.#receive(100, 8, () => LARGEST);
  }

  async #receive(count: number, customers: number, text = () => this.#random.pick(TEXTS)): Promise<void> {
    const writing = Array.from({ length: customers }, () => `customer-${this.#random.between(1, CUSTOMERS)}`);
    const messages = Array.from({ length: count }, () => {
      const id = this.#random.pick(writing);
      return { id: `provider-${++this.#count}`, from: { id, name: id }, text: text() };
    });
    const answer = await this.#webhooks.post({ messages });
    // Of what was posted twice, because nothing was heard of it, some was known by then.
    const stored = [...answer.accepted, ...answer.duplicates].sort((one, other) => one.index - other.index);
    check(stored.length === count, "a message was not stored", answer);
    this.receipts.push(...stored);
    for (const { conversation_id, seq } of stored) if (seq === 1) this.#conversations.push(conversation_id);
    for (const { id, from } of messages) this.#sent.push({ customer: from.id, id });
    if (this.#random.chance(0.05)) {
      const { duplicates } = await this.#webhooks.post({ messages });
      const same = JSON.stringify(duplicates) === JSON.stringify(stored);
      check(same, "a repeated webhook was not answered as the first time", duplicates);
    }
  }

  async #reply(): Promise<void> {
    const author = { kind: "agent", id: "agent-1", name: "Ana" } as const;
    const conversation = this.#random.pick(this.#conversations);
    const text = this.#random.pick(TEXTS);
    const body = { client_message_id: `reply-${++this.#count}`, type: "text", text, reply_to: null };
    const typed = body as Parameters<typeof storeReply>[3];
    this.receipts.push((await storeReply(this.#db, conversation, author, typed)).message);
  }

  /** A reaction or an edit, on one of the newer messages. */
  async #change(): Promise<void> {
    const { customer, id } = this.#random.pick(this.#sent.slice(-200));
    const at = Date.now();
    const text = `${this.#random.pick(TEXTS)} ${++this.#count}`;
    const change: InboundChange = this.#random.chance(0.5)
      ? { kind: "reaction", target: id, event: `reaction-${this.#count}`, name: null, emoji: "❤️", at }
      : { kind: "edit", target: id, text, at };
    const { channel, account } = this.#webhooks;
    await storeInbound(this.#db, { channel, account, ids: [customer] }, [change]);
  }

  async #label(): Promise<void> {
    const labels = [`label-${++this.#count}`];
    const dependencies = { db: this.#db, redis: this.#redis };
    await changeConversation(dependencies, this.#random.pick(this.#conversations), () => ({ labels }));
  }
}

function check(holds: boolean, sentence: string, found: MessagesWebhookAnswer | WebhookReceipt[]): void {
  if (!holds) throw new Error(`${sentence}: ${JSON.stringify(found).slice(0, 300)}`);
}
