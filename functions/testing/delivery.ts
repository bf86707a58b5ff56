import type { Author } from "@live-chat/contract/message.ts";
import type { SendMessageBody } from "@live-chat/contract/rest.ts";
import { type MessageDocument, messageRef, messages } from "@live-chat/core/documents.ts";
import { sendToSources } from "../src/channels/api.ts";
import { sendToWhatsApp } from "../src/channels/whatsapp.ts";
import type { Sources } from "../src/config.ts";
import {
  CONFIRM_WITHIN,
  type DeliveryDependencies,
  type DeliveryStep,
} from "../src/delivery/delivery-step.ts";
import { continueDelivery, deliverReply } from "../src/messages/deliver-reply.ts";
import { storeReply } from "../src/messages/store-message.ts";
import { FakeGraph } from "./fake-graph.ts";
import type { Services } from "./start-services.ts";

const agent: Author = { kind: "agent", id: "ana", name: "Ana" };

/** The way out as Cloud Functions run it, with a clock and a task queue that a test moves on. */
export class Delivery {
  readonly graph = new FakeGraph();
  readonly dependencies: DeliveryDependencies;
  readonly #tasks = new Map<string, DeliveryStep>();
  readonly #services: Services;
  #later = 0;
  #sends = 0;

  constructor(services: Services, { sources = {} as Sources, timeout = 500 } = {}) {
    this.#services = services;
    const graph = this.graph;
    const access = {
      get graphUrl() {
        return graph.url;
      },
      accessToken: "token",
      businessAccount: "200",
      timeout,
    };
    this.dependencies = {
      db: services.db,
      confirmWithin: CONFIRM_WITHIN,
      channels: { whatsapp: sendToWhatsApp(access), api: sendToSources(sources) },
      tasks: {
        add: async (step, { name }) => {
          if (!this.#tasks.has(name)) this.#tasks.set(name, step);
        },
      },
      now: () => Date.now() + this.#later,
    };
  }

  /** An agent's answer, stored; the trigger is up to the test. */
  async store(conversationId: string, more: Partial<SendMessageBody> = {}): Promise<MessageDocument> {
    const client_message_id = `c${++this.#sends}`;
    const body = {
      client_message_id,
      type: "text" as const,
      text: client_message_id,
      reply_to: null,
      ...more,
    };
    const { message } = await storeReply(this.#services.db, conversationId, agent, body);
    return this.read(message);
  }

  async read({
    conversation_id,
    message_id,
  }: MessageDocument | { conversation_id: string; message_id: string }) {
    return (await messageRef(this.#services.db, conversation_id, message_id).get()).data()!;
  }

  async thread(conversationId: string): Promise<MessageDocument[]> {
    const { docs } = await messages(this.#services.db, conversationId).orderBy("seq").get();
    return docs.map((doc) => doc.data()).filter(({ direction }) => direction !== "inbound");
  }

  /** The trigger, which comes again while it throws. */
  async trigger(message: MessageDocument): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await deliverReply(this.dependencies, message);
      } catch (error) {
        if (tries === 20) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  async send(conversationId: string, more: Partial<SendMessageBody> = {}): Promise<MessageDocument> {
    const message = await this.store(conversationId, more);
    await this.trigger(message);
    return this.read(message);
  }

  /** Lets time pass and does what becomes due on the way, each at its time. */
  async pass(ms: number): Promise<void> {
    const end = this.#later + ms;
    for (let due = this.#nextDue(end); due; due = this.#nextDue(end)) {
      const [name, step] = due;
      this.#tasks.delete(name);
      this.#later = Math.max(this.#later, step.due - Date.now());
      await continueDelivery(this.dependencies, step);
    }
    this.#later = end;
  }

  get waiting(): DeliveryStep[] {
    return [...this.#tasks.values()];
  }

  #nextDue(end: number): [string, DeliveryStep] | undefined {
    const sorted = [...this.#tasks].sort(([, one], [, other]) => one.due - other.due);
    return sorted.find(([, step]) => step.due <= Date.now() + end);
  }
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
