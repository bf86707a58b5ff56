import { createHash, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { ChannelState } from "@live-chat/contract/channels.ts";
import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { Upload } from "@live-chat/contract/media.ts";
import type { Message } from "@live-chat/contract/message.ts";
import type { ConversationsAnswer, MessagesAnswer } from "@live-chat/contract/rest.ts";
import type { TemplateBody } from "@live-chat/contract/templates.ts";
import type { MadeFile } from "./made-file.ts";

export type AgentUrls = { hosting: string; auth: string; gateway: string };

/** Requests that were refused for a reason that passes are made again for this long, in ms. */
const PATIENCE = 60_000;
/** ID tokens live an hour, ours half of it, in ms. */
const TOKEN_LIFETIME = 30 * 60_000;

/** An answer that won't get better by asking again. */
export class RefusedError extends Error {
  override name = "RefusedError";
  readonly code: string;

  constructor(asked: string, status: number, code: string) {
    super(`${asked} was answered ${status} ${code}`);
    this.code = code;
  }
}

/** An agent without a browser: the REST API, as the dashboard uses it. Throws on what it refuses for good. */
export class Agent {
  readonly #urls: AgentUrls;
  readonly #email: string;
  #token: Promise<string>;
  #renewAt = 0;

  private constructor(urls: AgentUrls, email: string) {
    this.#urls = urls;
    this.#email = email;
    this.#token = this.#signIn();
  }

  static async signIn(urls: AgentUrls, email = "agent@example.com"): Promise<Agent> {
    const agent = new Agent(urls, email);
    await agent.token();
    return agent;
  }

  /** An ID token that is good for a while. */
  token(): Promise<string> {
    if (Date.now() > this.#renewAt) this.#token = this.#signIn();
    return this.#token;
  }

  /** The conversation with the customer of this name, if there is one yet. */
  async findConversation(name: string): Promise<Conversation | null> {
    const query = new URLSearchParams({ q: name });
    const { conversations } = await this.call<ConversationsAnswer>("GET", `/conversations?${query}`);
    return conversations.find((conversation) => conversation.name === name) ?? null;
  }

  async startsConversation(phone: string, name: string): Promise<Conversation> {
    const body = { channel: "whatsapp", account: "108000000000001", phone, name };
    return (await this.call<{ conversation: Conversation }>("POST", "/conversations", body)).conversation;
  }

  /** Repeated under the same id until it is stored, so at most once. */
  sends(
    conversationId: string,
    text: string,
    more: { type?: "text" | "note"; reply_to?: string } = {},
  ): Promise<Message> {
    return this.#post(conversationId, { text, ...more });
  }

  sendsTemplate(conversationId: string, template: TemplateBody): Promise<Message> {
    return this.#post(conversationId, { type: "template", template });
  }

  /** Uploads it first; the type is the file's kind. */
  async sendsFile(conversationId: string, file: MadeFile, text?: string): Promise<Message> {
    const path = `/uploads?${new URLSearchParams({ name: file.name })}`;
    const { upload } = await this.call<{ upload: Upload }>("POST", path, file);
    const voice = file.voice ? { voice: true } : {};
    const attachments = [{ upload_id: upload.upload_id, ...voice }];
    return this.#post(conversationId, { type: file.kind, attachments, ...(text ? { text } : {}) });
  }

  async messages(conversationId: string): Promise<Message[]> {
    const all: Message[] = [];
    for (;;) {
      const path = `/conversations/${conversationId}/messages?limit=100&after_seq=${all.at(-1)?.seq ?? 0}`;
      const { messages, has_more } = await this.call<MessagesAnswer>("GET", path);
      all.push(...messages);
      if (!has_more) return all;
    }
  }

  /** Sends again what failed or is unconfirmed; false where that is no longer so. */
  async retries({ conversation_id, message_id, attempt }: Message): Promise<boolean> {
    const path = `/conversations/${conversation_id}/messages/${message_id}/retry`;
    try {
      await this.call("POST", path, { attempt: attempt + 1 });
      return true;
    } catch (error) {
      if (error instanceof RefusedError && ["not_retryable", "window_closed"].includes(error.code))
        return false;
      throw error;
    }
  }

  /** `""` takes it back; false where the customer took the message back, or the window closed. */
  async reacts({ conversation_id, message_id }: Message, emoji: string): Promise<boolean> {
    const path = `/conversations/${conversation_id}/messages/${message_id}/reaction`;
    try {
      await this.call("PUT", path, { emoji });
      return true;
    } catch (error) {
      if (error instanceof RefusedError && ["not_reactable", "window_closed"].includes(error.code))
        return false;
      throw error;
    }
  }

  reads(conversationId: string, seq: number): Promise<unknown> {
    return this.call("POST", `/conversations/${conversationId}/read`, { seq });
  }

  /** An admin's: has every channel go on that was stopped. */
  async resumesChannels(): Promise<void> {
    const { channels } = await this.call<{ channels: ChannelState[] }>("GET", "/channels");
    for (const { channel, account, state } of channels) {
      if (state === "stopped") await this.call("POST", `/channels/${channel}/${account}/resume`);
    }
  }

  /** SHA-256 of a file's bytes, as the dashboard gets them by a short-lived link; `url` is the attachment's. */
  async digest(url: string): Promise<string> {
    const link = await this.call<{ url: string }>("GET", url.replace("/api/live-chat", ""));
    const file = await fetch(new URL(link.url, this.#urls.hosting));
    if (!file.ok) throw new Error(`The file was answered ${file.status}`);
    return createHash("sha256")
      .update(await file.bytes())
      .digest("hex");
  }

  /** Asks again for a while where that may help. Throws a RefusedError. */
  async call<T>(method: string, path: string, body?: object | MadeFile): Promise<T> {
    const giveUpAt = performance.now() + PATIENCE;
    for (;;) {
      const answer = await this.#fetch(method, path, body);
      if (answer.status === 204) return undefined as T;
      if (answer.ok) return (await answer.json()) as T;
      if (answer.status === 401) this.#renewAt = 0;
      const passing = answer.status === 401 || answer.status === 429 || answer.status >= 500;
      if (!passing || performance.now() > giveUpAt) {
        const { code } = (await answer.json().catch(() => ({ code: "" }))) as { code: string };
        throw new RefusedError(`${method} ${path}`, answer.status, code);
      }
      await answer.body?.cancel();
      await pause(1_000);
    }
  }

  async #post(conversationId: string, message: object): Promise<Message> {
    const body = { client_message_id: randomUUID(), ...message };
    return (await this.call<{ message: Message }>("POST", `/conversations/${conversationId}/messages`, body))
      .message;
  }

  async #fetch(method: string, path: string, body?: object | MadeFile): Promise<Response> {
    const file = body && "bytes" in body ? body : null;
    return fetch(`${this.#urls.hosting}/api/live-chat${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.token()}`,
        "content-type": file ? file.mimeType : "application/json",
      },
      ...(body ? { body: file ? file.bytes : JSON.stringify(body) } : {}),
    });
  }

  async #signIn(): Promise<string> {
    this.#renewAt = Date.now() + TOKEN_LIFETIME;
    const url = `${this.#urls.auth}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=demo`;
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: this.#email, password: "live-chat", returnSecureToken: true }),
    });
    return ((await answer.json()) as { idToken: string }).idToken;
  }
}
