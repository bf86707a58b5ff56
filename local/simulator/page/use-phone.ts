import { useEffect, useReducer, useState } from "preact/hooks";
import type { ChaosSettings } from "../chaos-settings.ts";
import type { ChatKey, ChatMessage } from "../world.ts";
import { type ChatHead, getMessages, getState, type PhoneState } from "./phone-api.ts";

/** All the page knows. */
export type View = PhoneState & {
  /** The open chat's bubbles. */
  messages: ChatMessage[];
  /** Ids of what each customer hasn't seen yet, by chat. */
  unseen: Record<string, string[]>;
};

type Change =
  | { event: "loaded"; state: PhoneState; messages: ChatMessage[]; open: string }
  | { event: "message"; open: string; data: ChatKey & { message: ChatMessage } }
  | { event: "chat"; data: Omit<ChatHead, "last"> }
  | { event: "customer"; data: PhoneState["customers"][number] }
  | { event: "chaos"; data: ChaosSettings }
  | { event: "webhooks"; data: PhoneState["webhooks"] };

export const chatKey = ({ account, customer }: ChatKey) => `${account}/${customer}`;

/** Shows what the simulator has and keeps it current. While the page is visible, the open chat counts as read. */
export function usePhone(
  account: string | null,
  customer: string | null,
): { view: View | null; live: boolean } {
  const [view, apply] = useReducer(change, null);
  const [live, setLive] = useState(false);
  const visible = useVisible();
  useEffect(() => {
    const open = account && customer ? `${account}/${customer}` : "";
    const looked = open && visible ? `/${account}/${encodeURIComponent(customer!)}` : "";
    const source = new EventSource(`/phone/events${looked}`);
    source.onopen = async () => {
      const [state, messages] = await Promise.all([getState(), open ? getMessages(account!, customer!) : []]);
      if (source.readyState === EventSource.CLOSED) return;
      apply({ event: "loaded", state, messages, open });
      setLive(true);
    };
    source.onerror = () => setLive(false);
    for (const event of ["message", "chat", "customer", "chaos", "webhooks"] as const) {
      // Without a state to change, nothing is lost: it's loaded after the stream opened.
      source.addEventListener(event, ({ data }) => apply({ event, open, data: JSON.parse(data) } as Change));
    }
    return () => source.close();
  }, [account, customer, visible]);
  return { view, live };
}

function useVisible(): boolean {
  const [visible, setVisible] = useState(!document.hidden);
  useEffect(() => {
    const look = () => setVisible(!document.hidden);
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return visible;
}

/** A chat of which only a message is known so far. */
const QUIET = { blocked: false, last_inbound_at: null, typing_until: 0, viewers: 0, last: null };

/** Pure. */
function change(view: View | null, it: Change): View | null {
  if (it.event === "loaded") {
    const unseen = { ...view?.unseen, [it.open]: [] };
    return { ...it.state, messages: it.messages, unseen };
  }
  if (!view) return view;
  switch (it.event) {
    case "message":
      return applyMessage(view, it.data, it.open);
    case "chat": {
      const last = view.chats.find((chat) => chatKey(chat) === chatKey(it.data))?.last ?? null;
      const others = view.chats.filter((chat) => chatKey(chat) !== chatKey(it.data));
      return { ...view, chats: [...others, { ...it.data, last }] };
    }
    case "customer":
      return { ...view, customers: replace(view.customers, it.data) };
    case "chaos":
      return { ...view, chaos: it.data };
    case "webhooks":
      return { ...view, webhooks: it.data };
  }
}

function applyMessage(
  view: View,
  { message, ...chat }: ChatKey & { message: ChatMessage },
  open: string,
): View {
  const key = chatKey(chat);
  const head = view.chats.find((it) => chatKey(it) === key) ?? { ...QUIET, ...chat };
  const last = head.last === null || message.at >= head.last.at ? message : head.last;
  const chats = [...view.chats.filter((it) => chatKey(it) !== key), { ...head, last }];
  const messages = key === open ? replace(view.messages, message) : view.messages;
  if (message.from !== "business") return { ...view, chats, messages };
  const others = (view.unseen[key] ?? []).filter((id) => id !== message.id);
  const unseen = { ...view.unseen, [key]: message.status === "read" ? others : [...others, message.id] };
  return { ...view, chats, messages, unseen };
}

function replace<T extends { id: string }>(all: T[], one: T): T[] {
  const known = all.some(({ id }) => id === one.id);
  return known ? all.map((it) => (it.id === one.id ? one : it)) : [...all, one];
}
