import type { ChaosSettings } from "../chaos-settings.ts";
import type { Account, Chat, ChatMessage, Customer } from "../world.ts";

export type ChatHead = Omit<Chat, "messages"> & { last: ChatMessage | null };
export type WebhookCounts = { taken: number; refused: number; pending: number };
export type PhoneState = {
  accounts: Account[];
  customers: Customer[];
  chats: ChatHead[];
  chaos: ChaosSettings;
  photos: string[];
  webhooks: WebhookCounts;
};

/** Throws an Error with the simulator's sentence where it refuses. */
async function call<T>(method: string, path: string, body?: unknown, headers?: HeadersInit): Promise<T> {
  const init: RequestInit = { method };
  if (headers) init.headers = headers;
  if (body !== undefined) init.body = body instanceof Blob ? body : JSON.stringify(body);
  const answer = await fetch(`/phone/${path}`, init).catch(() => null);
  if (!answer) throw new Error("The simulator doesn't answer. Is `npm start` still running?");
  const answered = await answer.json();
  if (!answer.ok) throw new Error(answered.error);
  return answered;
}

export const getState = () => call<PhoneState>("GET", "state");
export const getMessages = (account: string, customer: string) =>
  call<ChatMessage[]>("GET", `chats/${account}/${encodeURIComponent(customer)}`);
export const setCustomer = (id: string, change: Partial<Customer>) =>
  call<Customer>("PATCH", `customers/${encodeURIComponent(id)}`, change);
export const addCustomer = (name: string, phone: string) =>
  call<Customer>("POST", "customers", { name, phone });
export const setChaos = (change: Partial<ChaosSettings>) => call<ChaosSettings>("PATCH", "chaos", change);
export const calmChaos = () => call<ChaosSettings>("DELETE", "chaos");

/** What the customer does in one chat. */
export class ChatApi {
  readonly #path: string;

  constructor(account: string, customer: string) {
    this.#path = `chats/${account}/${encodeURIComponent(customer)}`;
  }

  act(action: string, input: Record<string, unknown>): Promise<unknown> {
    return call("POST", `${this.#path}/${action}`, input);
  }

  sendFile(file: Blob, kind: string, more: Record<string, string | undefined>): Promise<unknown> {
    const query = new URLSearchParams({ kind });
    for (const [name, value] of Object.entries(more)) if (value !== undefined) query.set(name, value);
    return call("POST", `${this.#path}/file?${query}`, file, { "content-type": file.type });
  }
}
