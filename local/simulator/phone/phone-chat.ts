import { once } from "node:events";
import { WINDOW } from "../graph/deliver-message.ts";
import { type MediaKind, whyNot } from "../graph/media-rules.ts";
import type { StoredMedia } from "../graph/media-store.ts";
import { emptyMessage } from "../graph/to-chat-message.ts";
import type { Simulator } from "../simulator.ts";
import { type InboundContent, toEdit, toInbound, toInboundMedia } from "../webhooks/to-inbound.ts";
import { type Chat, type ChatMessage, type Customer, newWamid } from "../world.ts";
import { PhoneError } from "./phone-error.ts";
import { samplePhoto, sampleVoice } from "./samples.ts";

/** How long a message can be edited and taken back, in ms. */
const EDITABLE = 15 * 60_000;
const REVOCABLE = 2 * 24 * 60 * 60_000;

export type Quote = { replyTo?: string };
export type PhoneFile = { bytes: Uint8Array; mimeType: string; name?: string | null };
export type Place = { latitude: number; longitude: number; name?: string | null; address?: string | null };

/**
 * One chat in a customer's hand. Whatever the customer does is on the phone at once and goes to the business by
 * webhooks behind; `Simulator.idle` tells when they arrived. Throws PhoneErrors.
 */
export class PhoneChat {
  readonly #simulator: Simulator;
  readonly #chat: Chat;

  constructor(simulator: Simulator, chat: Chat) {
    this.#simulator = simulator;
    this.#chat = chat;
  }

  /** All bubbles, oldest first. */
  get messages(): readonly ChatMessage[] {
    return this.#chat.messages;
  }

  /** The business types right now. */
  get typing(): boolean {
    return this.#chat.typing_until > this.#simulator.now();
  }

  text(body: string, quote: Quote = {}): ChatMessage {
    if (body.trim() === "") throw new PhoneError(400, "There is nothing to send.");
    return this.#write({ text: body }, { type: "text", text: { body } }, quote);
  }

  /** One of the built-in photos by its name, or a file. */
  photo(photo: string | PhoneFile, { caption = null, ...quote }: Quote & { caption?: string | null } = {}) {
    return this.file("image", typeof photo === "string" ? samplePhoto(photo) : photo, { caption, ...quote });
  }

  /** A voice message; without a file the built-in one. */
  voice(file: PhoneFile = sampleVoice(), quote: Quote = {}): ChatMessage {
    return this.file("audio", file, { voice: true, ...quote });
  }

  file(
    kind: MediaKind,
    { bytes, mimeType, name = null }: PhoneFile,
    { caption = null, voice = false, ...quote }: Quote & { caption?: string | null; voice?: boolean } = {},
  ): ChatMessage {
    const refusal = whyNot(kind, mimeType, bytes);
    if (refusal) throw new PhoneError(400, refusal);
    const file = this.#simulator.media.add({ kind, mime_type: mimeType, name, voice, bytes });
    const media = { id: file.id, kind, mime_type: mimeType, name, voice };
    return this.#write({ type: kind, text: caption, media }, toInboundMedia(file, caption), quote);
  }

  location({ latitude, longitude, name = null, address = null }: Place, quote: Quote = {}): ChatMessage {
    const named = { ...(name ? { name } : {}), ...(address ? { address } : {}) };
    const content = { type: "location", location: { latitude, longitude, ...named } };
    return this.#write(
      { type: "location", location: { latitude, longitude, name, address } },
      content,
      quote,
    );
  }

  contact(name: string, phone: string, quote: Quote = {}): ChatMessage {
    const [first_name = name] = name.split(" ");
    const phones = [{ phone, wa_id: phone.replace(/\D/g, ""), type: "CELL" }];
    const card = { name: { formatted_name: name, first_name }, phones };
    const shown = { type: "contacts", contacts: [{ name, phones: [phone] }] };
    return this.#write(shown, { type: "contacts", contacts: [card] }, quote);
  }

  /** Taps a button or a list's row that the business offered. */
  choose(messageId: string, choiceId: string): ChatMessage {
    const offer = this.#find(messageId);
    const choice = offer.choices.find(({ id }) => id === choiceId);
    if (!choice) throw new PhoneError(404, "That choice isn't there.");
    const list = offer.choices.length > 3 || choice.description !== undefined;
    const content: InboundContent =
      offer.type === "template"
        ? { type: "button", button: { payload: choice.id, text: choice.title } }
        : {
            type: "interactive",
            interactive: list
              ? { type: "list_reply", list_reply: choice }
              : { type: "button_reply", button_reply: { id: choice.id, title: choice.title } },
          };
    return this.#write({ type: content.type, text: choice.title }, content, { replyTo: messageId });
  }

  /** `null` takes the reaction back. */
  react(messageId: string, emoji: string | null): void {
    const message = this.#find(messageId);
    if (message.revoked) throw new PhoneError(409, "That message is gone.");
    if (emoji) message.reactions.customer = emoji;
    else delete message.reactions.customer;
    this.#simulator.world.show(this.#chat, message);
    void this.#post({ type: "reaction", reaction: { message_id: messageId, ...(emoji ? { emoji } : {}) } });
  }

  edit(messageId: string, text: string): ChatMessage {
    const message = this.#findOwn(messageId, EDITABLE, "edited for 15 minutes");
    if (text.trim() === "") throw new PhoneError(400, "There is nothing to send.");
    if (message.type !== "text" && !message.text) throw new PhoneError(409, "Only text can be edited.");
    message.text = text;
    message.edited = true;
    this.#simulator.world.show(this.#chat, message);
    void this.#post(toEdit(message, this.#fileOf(message)));
    return message;
  }

  revoke(messageId: string): ChatMessage {
    const message = this.#findOwn(messageId, REVOCABLE, "taken back for two days");
    Object.assign(message, {
      revoked: true,
      text: null,
      media: null,
      location: null,
      contacts: [],
      reactions: {},
    });
    this.#simulator.world.show(this.#chat, message);
    void this.#post({ type: "revoke", revoke: { original_message_id: messageId } });
    return message;
  }

  /** Looks at the chat: all that came is read. */
  read(): void {
    this.#simulator.markSeen(this.#chat);
  }

  /** Keeps looking at it, until the returned function is called. */
  open(): () => void {
    this.#chat.viewers++;
    this.read();
    let open = true;
    return () => {
      if (open) this.#chat.viewers--;
      open = false;
    };
  }

  /** While blocked nothing comes in, and the business isn't told. */
  block(blocked = true): void {
    this.#chat.blocked = blocked;
    this.#simulator.world.showChat(this.#chat);
  }

  /** Makes the customer's last message that long ago (ms), as far as the 24-hour window is concerned. */
  age(ms: number): void {
    this.#chat.last_inbound_at = this.#simulator.now() - ms;
    this.#simulator.world.showChat(this.#chat);
  }

  /** Says when the window ends, in ms, of a customer who wrote elsewhere. */
  windowEnds(at: number): void {
    this.age(this.#simulator.now() - (at - WINDOW));
  }

  /** Resolves with the first message that fits, now or later. */
  async until(fits: (message: ChatMessage) => boolean): Promise<ChatMessage> {
    for (;;) {
      const found = this.#chat.messages.find(fits);
      if (found) return found;
      await once(this.#simulator.world, "change");
    }
  }

  #write(shown: Partial<ChatMessage>, content: InboundContent, { replyTo }: Quote): ChatMessage {
    if (this.#chat.blocked) throw new PhoneError(409, "You blocked this business.");
    const { world, now } = this.#simulator;
    const quoted = replyTo ? this.#find(replyTo) : null;
    const at = now();
    const message: ChatMessage = {
      ...emptyMessage(newWamid(), "customer", at),
      ...shown,
      reply_to: replyTo ?? null,
    };
    this.#chat.last_inbound_at = at;
    world.show(this.#chat, message);
    world.showChat(this.#chat);
    void this.#post(content, message.id, quoted).then(() => {
      if (message.status !== "sent") return;
      message.status = "delivered";
      world.show(this.#chat, message);
    });
    return message;
  }

  #post(content: InboundContent, id = newWamid(), quoted: ChatMessage | null = null): Promise<void> {
    const { world, poster, now } = this.#simulator;
    const { account: accountId, customer: customerId } = this.#chat;
    const account = world.accounts.get(accountId)!;
    const from =
      quoted?.from === "business" ? account.display_phone_number.replace(/\D/g, "") : this.#address();
    const context = quoted && { id: quoted.id, from };
    const value = toInbound(this.#customer(), id, now(), content, context);
    return poster.post(account, `${accountId}/${customerId}`, value);
  }

  #customer(): Customer {
    return this.#simulator.world.customers.get(this.#chat.customer)!;
  }

  #address(): string {
    const { phone, user_id } = this.#customer();
    return phone ?? user_id;
  }

  #find(messageId: string): ChatMessage {
    const message = this.#chat.messages.find(({ id }) => id === messageId);
    if (!message) throw new PhoneError(404, "That message isn't in this chat.");
    return message;
  }

  #findOwn(messageId: string, patience: number, can: string): ChatMessage {
    const message = this.#find(messageId);
    if (message.from !== "customer") throw new PhoneError(409, "That is not the customer's own message.");
    if (message.revoked) throw new PhoneError(409, "That message is gone.");
    if (this.#simulator.now() - message.at > patience)
      throw new PhoneError(409, `A message can be ${can} only.`);
    return message;
  }

  #fileOf({ media }: ChatMessage): StoredMedia | undefined {
    return media ? this.#simulator.media.get(media.id) : undefined;
  }
}
