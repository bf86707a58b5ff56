import { createHash, randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import type { StoredMedia } from "./graph/media-store.ts";

/** A business number, as the dashboard's side of all chats. */
export type Account = {
  /** The phone number id. */
  id: string;
  /** The WhatsApp Business Account it belongs to. */
  waba_id: string;
  display_phone_number: string;
  verified_name: string;
};

/** Somebody with a phone. */
export type Customer = {
  id: string;
  name: string;
  /** Digits only; null where the business isn't told it. */
  phone: string | null;
  /** The business-scoped user id. */
  user_id: string;
  username: string | null;
  /** False: that number has no WhatsApp. */
  reachable: boolean;
  online: boolean;
  read_receipts: boolean;
};

export type ChatMedia = Pick<StoredMedia, "id" | "kind" | "mime_type" | "name" | "voice">;

/** One bubble on the phone. */
export type ChatMessage = {
  /** The wamid. */
  id: string;
  from: "customer" | "business";
  type: string;
  /** ms */
  at: number;
  /** Body or caption. */
  text: string | null;
  media: ChatMedia | null;
  location: { latitude: number; longitude: number; name: string | null; address: string | null } | null;
  contacts: { name: string; phones: string[] }[];
  /** What the customer may tap. */
  choices: { id: string; title: string; description?: string }[];
  footer: string | null;
  reply_to: string | null;
  reactions: { customer?: string; business?: string };
  /** The ticks. A business's message is `read` once the customer saw it, whether or not receipts are on. */
  status: "sent" | "delivered" | "read";
  edited: boolean;
  revoked: boolean;
};

export type Chat = {
  account: string;
  customer: string;
  messages: ChatMessage[];
  blocked: boolean;
  /** When the customer last wrote, in ms; null: never, as far as is known here. */
  last_inbound_at: number | null;
  /** Until when the business's "typing…" shows, in ms. */
  typing_until: number;
  /** Phones that show it right now: whatever comes is read. */
  viewers: number;
};

export type ChatKey = { account: string; customer: string };

/** What the phone's page is told: something changed in this chat, or in the list. */
export type WorldChange =
  | { event: "message"; data: ChatKey & { message: ChatMessage } }
  | { event: "chat"; data: Omit<Chat, "messages"> }
  | { event: "customer"; data: Customer }
  | { event: "chaos"; data: unknown };

/** Everything there is: numbers, people, their chats. Emits `change` for whatever a phone would show. */
export class World extends EventEmitter<{ change: [WorldChange] }> {
  readonly accounts = new Map<string, Account>();
  readonly customers = new Map<string, Customer>();
  readonly #chats = new Map<string, Chat>();

  constructor(accounts: Account[], customers: Customer[]) {
    super();
    this.setMaxListeners(0);
    for (const account of accounts) this.accounts.set(account.id, account);
    for (const customer of customers) this.customers.set(customer.id, customer);
  }

  /** The chat of these two; made where there is none yet. Throws a RangeError for unknown ones. */
  chat({ account, customer }: ChatKey): Chat {
    if (!this.accounts.has(account)) throw new RangeError(`There is no number ${account}.`);
    if (!this.customers.has(customer)) throw new RangeError(`There is no customer ${customer}.`);
    const key = `${account}/${customer}`;
    let chat = this.#chats.get(key);
    if (!chat) {
      chat = {
        account,
        customer,
        messages: [],
        blocked: false,
        last_inbound_at: null,
        typing_until: 0,
        viewers: 0,
      };
      this.#chats.set(key, chat);
    }
    return chat;
  }

  chats(): Chat[] {
    return [...this.#chats.values()];
  }

  customerByPhone(phone: string): Customer | undefined {
    return [...this.customers.values()].find((customer) => customer.phone === phone);
  }

  customerByUserId(userId: string): Customer | undefined {
    return [...this.customers.values()].find((customer) => customer.user_id === userId);
  }

  addCustomer(customer: Customer): void {
    this.customers.set(customer.id, customer);
    this.emit("change", { event: "customer", data: customer });
  }

  /** Puts a message into its chat, or shows what changed in it. */
  show(chat: Chat, message: ChatMessage): void {
    if (!chat.messages.includes(message)) chat.messages.push(message);
    const { account, customer } = chat;
    this.emit("change", { event: "message", data: { account, customer, message } });
  }

  showChat({ messages: _, ...chat }: Chat): void {
    this.emit("change", { event: "chat", data: chat });
  }
}

/** A customer with nothing unusual about them. */
export function makeCustomer(customer: Pick<Customer, "name" | "phone"> & Partial<Customer>): Customer {
  const id = customer.id ?? customer.phone ?? customer.user_id ?? customer.name;
  const digits = createHash("sha256").update(id).digest().readBigUInt64BE().toString().padStart(20, "1");
  return {
    user_id: `US.${digits}`,
    username: null,
    reachable: true,
    online: true,
    read_receipts: true,
    ...customer,
    id,
  };
}

/** A message's id as WhatsApp makes them; never the same again, in no run. */
export function newWamid(): string {
  return `wamid.HBg${randomBytes(24).toString("base64")}`;
}
