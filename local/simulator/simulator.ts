import { once } from "node:events";
import type { Chaos } from "./chaos.ts";
import type { SendRecord } from "./graph/accept-message.ts";
import { WINDOW } from "./graph/deliver-message.ts";
import { MediaStore } from "./graph/media-store.ts";
import type { Refusal } from "./graph/receive-send.ts";
import { DEMO_TEMPLATES, type MessageTemplate } from "./graph/templates.ts";
import type { WebhookPoster } from "./webhooks/post-webhooks.ts";
import type { Chat, Customer, World } from "./world.ts";

/**
 * How a chat is treated in which the customer never wrote here, and a number that nobody here has: `unreachable` (no
 * such WhatsApp; closed window), `closed` (joins as a new phone; only templates reach it, as on WhatsApp), `open`
 * (joins, and may be written to: for stacks whose customers also write by other ways than this simulator).
 */
export type Strangers = "unreachable" | "closed" | "open";

export type SimulatorParts = {
  world: World;
  poster: WebhookPoster;
  chaos: Chaos;
  accessToken: string;
  strangers: Strangers;
  /** The time between the stations of a message's way, in ms. */
  pace: number;
  now: () => number;
};

/** Everything behind the two faces, Graph and phone. */
export class Simulator {
  readonly world: World;
  readonly poster: WebhookPoster;
  readonly chaos: Chaos;
  readonly accessToken: string;
  readonly strangers: Strangers;
  readonly pace: number;
  readonly now: () => number;
  readonly media: MediaStore;
  readonly templates: MessageTemplate[] = DEMO_TEMPLATES;
  /** Every send that was accepted, in order. */
  readonly sends: SendRecord[] = [];
  /** Every send that was refused, in order. */
  readonly refusals: Refusal[] = [];
  /** Sends in hand right now, before and after they were accepted. */
  readonly inHand = { before: 0, after: 0 };
  /** Those whose connection broke meanwhile. */
  readonly cuts = { before: 0, after: 0 };
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #onRead = new Map<string, () => void>();
  readonly #conversations = new Map<string, { id: string; expires_at: number }>();

  constructor(parts: SimulatorParts) {
    this.world = parts.world;
    this.poster = parts.poster;
    this.chaos = parts.chaos;
    this.accessToken = parts.accessToken;
    this.strangers = parts.strangers;
    this.pace = parts.pace;
    this.now = parts.now;
    this.media = new MediaStore(parts.now);
  }

  /** Keeps `idle` waiting for this. */
  track(work: Promise<unknown>): void {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  /** Resolves when nothing is on its way any more but to phones without a connection. */
  async idle(): Promise<void> {
    do {
      await Promise.all(this.#underWay);
      await this.poster.idle();
    } while (this.#underWay.size > 0 || this.poster.pending > 0);
  }

  /** Calls `tell` once the customer has seen that message. */
  onRead(wamid: string, tell: () => void): void {
    this.#onRead.set(wamid, tell);
  }

  /** The customer looks at the chat: all that came is read. */
  markSeen(chat: Chat): void {
    for (const message of chat.messages) {
      if (message.from !== "business" || message.status === "read") continue;
      message.status = "read";
      this.world.show(chat, message);
      this.#onRead.get(message.id)?.();
      this.#onRead.delete(message.id);
    }
  }

  /** Resolves when that phone has a connection. */
  async untilOnline(customer: Customer): Promise<void> {
    while (!customer.online) await once(this.world, "change");
  }

  /** Meta's conversation, which lasts 24 hours. */
  conversation(account: string, customer: string): { id: string; expires_at: number } {
    const key = `${account}/${customer}`;
    const known = this.#conversations.get(key);
    if (known && known.expires_at > this.now()) return known;
    const conversation = { id: crypto.randomUUID().replaceAll("-", ""), expires_at: this.now() + WINDOW };
    this.#conversations.set(key, conversation);
    return conversation;
  }
}
