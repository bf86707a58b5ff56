import { setTimeout as sleep } from "node:timers/promises";
import type { Simulator } from "../simulator.ts";
import type { Outbound, StatusName } from "../webhooks/to-status.ts";
import { toStatus } from "../webhooks/to-status.ts";
import { type Chat, type ChatMedia, type Customer, makeCustomer } from "../world.ts";
import type { SendRecord } from "./accept-message.ts";
import { type CheckedSend, isMediaType } from "./check-message.ts";
import type { FilledTemplate } from "./check-template.ts";
import { isErrorCode } from "./error-codes.ts";
import { fetchMedia } from "./fetch-media.ts";
import { findReacted } from "./find-reacted.ts";
import { GraphError } from "./graph-error.ts";
import { whyNot } from "./media-rules.ts";
import { toChatMessage } from "./to-chat-message.ts";

/** WhatsApp's customer-care window, in ms. */
export const WINDOW = 24 * 60 * 60_000;

/** One accepted message on its way to a phone. */
export class Delivery {
  readonly #simulator: Simulator;
  readonly #accountId: string;
  readonly #send: CheckedSend;
  readonly #template: FilledTemplate | null;
  readonly #record: SendRecord;

  constructor(
    simulator: Simulator,
    accountId: string,
    send: CheckedSend,
    template: FilledTemplate | null,
    record: SendRecord,
  ) {
    this.#simulator = simulator;
    this.#accountId = accountId;
    this.#send = send;
    this.#template = template;
    this.#record = record;
  }

  async run(): Promise<void> {
    const { world, pace } = this.#simulator;
    // The answer goes out first, as a rule: Meta promises nothing, and chaos takes care of the rest.
    await sleep(pace, null, { ref: false });
    const customer = this.#findCustomer();
    if (customer === "nobody") {
      this.#record.outcome = "dropped";
      return;
    }
    const outbound = this.#outbound(customer);
    const chat = customer && world.chat({ account: this.#accountId, customer: customer.id });
    try {
      const error = this.#whyFailed(customer, chat);
      if (error || !chat || !customer) throw error ?? new GraphError(131026);
      const media = await this.#media();
      this.#record.customer = customer.id;
      this.#report(outbound, "sent", null);
      await this.#hand(chat, customer, outbound, media);
    } catch (error) {
      this.#record.outcome = "failed";
      const refusal = error instanceof GraphError ? error : new GraphError(131000);
      this.#record.error = refusal.code;
      this.#report(outbound, "failed", refusal);
    }
  }

  /** `nobody`: a user id given as a phone number, which Graph accepts and forgets. */
  #findCustomer(): Customer | null | "nobody" {
    const { world, strangers } = this.#simulator;
    const { address } = this.#send;
    if ("user_id" in address) return world.customerByUserId(address.user_id) ?? null;
    if (/[a-z]/i.test(address.input)) return "nobody";
    const known = world.customerByPhone(address.phone);
    if (known || strangers === "unreachable" || !/^[1-9]\d{6,14}$/.test(address.phone)) return known ?? null;
    const stranger = makeCustomer({ name: `+${address.phone}`, phone: address.phone });
    world.addCustomer(stranger);
    return stranger;
  }

  #whyFailed(customer: Customer | null, chat: Chat | null): GraphError | null {
    const { chaos, now, strangers } = this.#simulator;
    const { error_code, error_share, error_by, window_closed } = chaos.settings;
    const failing = error_by === "status" && chaos.chance(error_share, `error ${chat?.customer}`);
    if (failing && error_code !== null && isErrorCode(error_code)) return new GraphError(error_code);
    if (!customer?.reachable) return new GraphError(131026);
    if (this.#template) return null;
    const { reaction } = this.#send;
    const last = chat?.last_inbound_at ?? null;
    const open = last === null ? strangers === "open" : now() - last < WINDOW;
    if (!open || window_closed) return new GraphError(131047);
    // Throws what is wrong about it.
    if (reaction) findReacted(this.#simulator, chat, reaction.message_id);
    return null;
  }

  async #media(): Promise<ChatMedia | null> {
    const { type } = this.#send;
    if (!isMediaType(type)) return null;
    const { id, link } = this.#send[type]!;
    const { media } = this.#simulator;
    const name = this.#send.document?.filename ?? null;
    const found = id ? media.get(id) : await fetchMedia(media, type, link!);
    if (!found) throw new GraphError(131053, "The media doesn't exist any more.");
    const refusal = whyNot(type, found.mime_type, found.bytes);
    if (refusal) throw new GraphError(131053, refusal);
    const voice = type === "audio" && (this.#send.audio?.voice ?? false);
    return { id: found.id, kind: type, mime_type: found.mime_type, name: name ?? found.name, voice };
  }

  /** Brings the message to the phone; if that has no connection, later. */
  async #hand(chat: Chat, customer: Customer, outbound: Outbound, media: ChatMedia | null): Promise<void> {
    this.#record.outcome = "sent";
    if (chat.blocked) return;
    await sleep(this.#simulator.pace, null, { ref: false });
    if (customer.online) this.#arrive(chat, customer, outbound, media);
    else void this.#simulator.untilOnline(customer).then(() => this.#arrive(chat, customer, outbound, media));
  }

  #arrive(chat: Chat, customer: Customer, outbound: Outbound, media: ChatMedia | null): void {
    const { chaos, world, now } = this.#simulator;
    this.#record.outcome = "delivered";
    // Of reactions no more is told than that they were sent.
    if (this.#send.type === "reaction") {
      this.#react(chat);
      return;
    }
    world.show(chat, toChatMessage(this.#send, this.#template, media, this.#record.wamid, now()));
    chat.typing_until = 0;
    world.showChat(chat);
    const dropped = chaos.chance(chaos.settings.drop_delivered, `drop ${chat.account}/${chat.customer}`);
    // WhatsApp leaves `delivered` out where the message is read at once.
    const readAtOnce = chat.viewers > 0 && customer.read_receipts;
    const told = !dropped && !readAtOnce;
    if (told) this.#report(outbound, "delivered", null);
    this.#simulator.onRead(this.#record.wamid, () => {
      this.#record.outcome = "read";
      if (customer.read_receipts) this.#report(outbound, "read", null, !told);
    });
    if (chat.viewers > 0) this.#simulator.markSeen(chat);
  }

  /** Changes the bubble that the reaction is to. */
  #react(chat: Chat): void {
    const { message_id, emoji } = this.#send.reaction!;
    const target = chat.messages.find(({ id }) => id === message_id);
    if (!target) return;
    if (emoji) target.reactions.business = emoji;
    else delete target.reactions.business;
    this.#simulator.world.show(chat, target);
  }

  #outbound(customer: Customer | null): Outbound {
    const { address } = this.#send;
    const category = this.#template?.template.category.toLowerCase() as Outbound["category"] | undefined;
    return {
      wamid: this.#record.wamid,
      customer,
      address: "user_id" in address ? address : { phone: address.phone },
      opaque: this.#record.opaque,
      category: category ?? "service",
      conversation: this.#simulator.conversation(this.#accountId, customer?.id ?? ""),
    };
  }

  #report(outbound: Outbound, status: StatusName, error: GraphError | null, priced = false): void {
    const { now, poster, world } = this.#simulator;
    const account = world.accounts.get(this.#accountId)!;
    const value = toStatus(outbound, status, now(), {
      error,
      priced: status === "sent" || status === "delivered" || priced,
    });
    void poster.post(account, `${this.#accountId}/${outbound.customer?.id ?? ""}`, value);
  }
}
