import type { Message } from "@live-chat/contract/message.ts";
import { pick } from "../support/pick-by.ts";
import { type MadeKind, makeFile } from "./made-file.ts";
import type { Talk } from "./talk.ts";

type Act = (talk: Talk, text: string) => Promise<unknown>;

/** What an agent does and how often. */
export const AGENT_ACTS: readonly [weight: number, act: Act][] = [
  [30, ({ agent, conversationId }, text) => agent.sends(conversationId, text)],
  [6, answers],
  [2, (talk, text) => sends(talk, "photo", text, text)],
  [1, (talk, text) => sends(talk, "photo", text)],
  [2, (talk, text) => sends(talk, "voice", text)],
  [2, (talk, text) => sends(talk, "document", text, text)],
  [1, (talk, text) => sends(talk, "video", text)],
  [3, ({ agent, conversationId }, text) => agent.sendsTemplate(conversationId, orderReady(text))],
  [1, ({ agent, conversationId }, text) => agent.sendsTemplate(conversationId, followUp(text))],
  [5, ({ agent, conversationId }, text) => agent.sends(conversationId, text, { type: "note" })],
];

/** What an agent does to what is there. */
export const AGENT_TOUCHES: readonly [weight: number, touch: (talk: Talk) => Promise<unknown>][] = [
  [6, reads],
  [4, reacts],
];

const EMOJI = ["👍", "❤️", "😂", "🙏"];

/** A template that is approved; `text` makes it like no other. */
export function orderReady(text: string) {
  return { name: "order_ready", language: "en", variables: { 1: "Ana", 2: text } };
}

/** One whose variables have names. */
function followUp(text: string) {
  return { name: "repair_follow_up", language: "en", variables: { customer_name: "Ana", lamp: text } };
}

async function answers(talk: Talk, text: string): Promise<unknown> {
  const quoted = pick(talk.random, (await newest(talk)).filter(isOnWhatsApp));
  return talk.agent.sends(talk.conversationId, text, quoted ? { reply_to: quoted.message_id } : {});
}

/** Whether the customer has it, so that an answer can quote it. */
function isOnWhatsApp({ direction, status, revoked_at }: Message): boolean {
  const sent = ["sent", "delivered", "read"].includes(status);
  return revoked_at === null && (direction === "inbound" || (direction === "outbound" && sent));
}

async function sends(talk: Talk, made: MadeKind, name: string, text?: string): Promise<unknown> {
  return talk.agent.sendsFile(talk.conversationId, makeFile(made, `${name} ours`), text);
}

async function reads(talk: Talk): Promise<unknown> {
  const last = (await newest(talk)).at(-1);
  return last && talk.agent.reads(talk.conversationId, last.seq);
}

/** Reacts to what the customer wrote or to a note, with something else where there is a reaction already, or takes it back. */
async function reacts({ agent, random, ...talk }: Talk): Promise<unknown> {
  const all = await newest({ agent, random, ...talk });
  const there = all.filter(({ direction, revoked_at }) => direction !== "outbound" && revoked_at === null);
  const message = pick(random, there);
  if (!message) return;
  const before = message.reactions.find(({ author }) => author.kind !== "customer")?.emoji;
  const others = [...(before ? [""] : []), ...EMOJI.filter((emoji) => emoji !== before)];
  return agent.reacts(message, pick(random, others)!);
}

async function newest({ agent, conversationId }: Talk): Promise<Message[]> {
  const path = `/conversations/${conversationId}/messages?limit=50`;
  return (await agent.call<{ messages: Message[] }>("GET", path)).messages;
}
