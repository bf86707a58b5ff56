import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { Message } from "@live-chat/contract/message.ts";
import type { ConversationsAnswer, MessagesAnswer } from "@live-chat/contract/rest.ts";

export type AgentUrls = { hosting: string; auth: string; gateway: string };

/** Requests that were refused for a reason that passes are made again for this long, in ms. */
const PATIENCE = 20_000;

/** An agent without a browser: the REST API, as the dashboard uses it. Throws on what it refuses for good. */
export class Agent {
  readonly token: string;
  readonly #urls: AgentUrls;

  constructor(urls: AgentUrls, token: string) {
    this.#urls = urls;
    this.token = token;
  }

  static async signIn(urls: AgentUrls, email = "agent@example.com", password = "live-chat"): Promise<Agent> {
    const url = `${urls.auth}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=demo`;
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password, returnSecureToken: true }),
    });
    return new Agent(urls, ((await answer.json()) as { idToken: string }).idToken);
  }

  /** The conversation with the customer of this name, if there is one yet. */
  async findConversation(name: string): Promise<Conversation | null> {
    const query = new URLSearchParams({ q: name });
    const { conversations } = await this.#call<ConversationsAnswer>("GET", `/conversations?${query}`);
    return conversations.find((conversation) => conversation.name === name) ?? null;
  }

  /** Repeated under the same id until it is stored, so at most once. */
  async sends(
    conversationId: string,
    text: string,
    more: { type?: "text" | "note"; reply_to?: string } = {},
  ): Promise<Message> {
    const body = { client_message_id: randomUUID(), text, ...more };
    const path = `/conversations/${conversationId}/messages`;
    return (await this.#call<{ message: Message }>("POST", path, body)).message;
  }

  async messages(conversationId: string): Promise<Message[]> {
    const all: Message[] = [];
    for (;;) {
      const path = `/conversations/${conversationId}/messages?limit=100&after_seq=${all.at(-1)?.seq ?? 0}`;
      const { messages, has_more } = await this.#call<MessagesAnswer>("GET", path);
      all.push(...messages);
      if (!has_more) return all;
    }
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const giveUpAt = performance.now() + PATIENCE;
    for (;;) {
      const answer = await fetch(`${this.#urls.hosting}/api/live-chat${path}`, {
        method,
        headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (answer.ok) return (await answer.json()) as T;
      const passing = answer.status === 429 || answer.status >= 500;
      if (!passing || performance.now() > giveUpAt) {
        throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`);
      }
      await answer.body?.cancel();
      await pause(1_000);
    }
  }
}
