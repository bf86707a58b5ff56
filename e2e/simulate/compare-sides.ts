import type { Message } from "@live-chat/contract/message.ts";
import { compareInbound } from "./compare-inbound.ts";
import { compareOutbound } from "./compare-outbound.ts";
import type { ChatMessage, Refusal, SendRecord } from "./customer-phone.ts";

export type Sides = {
  /** What agents see of one conversation, and of each file its bytes' digest by message. */
  messages: Message[];
  here: Map<string, string>;
  /** What its customer sees, and of each file its bytes' digest by bubble. */
  bubbles: ChatMessage[];
  there: Map<string, string>;
  /** What WhatsApp accepted of it, and what it refused. */
  sends: SendRecord[];
  refusals: Refusal[];
  /** Whether WhatsApp tells the business what the customer read. */
  receipts: boolean;
};

/** Pure. Every difference between what both sides see, in words; none: they agree. */
export function compareSides(sides: Sides): string[] {
  return [...compareInbound(sides), ...compareOutbound(sides), ...compareOrder(sides)];
}

/** By what a message of the customer's is recognised: its text, its name, or else its bytes, all of which differ. */
export function keyHere({ text, content, message_id }: Message, { here }: Sides): string | undefined {
  if (text !== null) return text;
  if (content && "latitude" in content) return content.name ?? undefined;
  if (content && "contacts" in content) return content.contacts[0]?.name;
  return here.get(message_id);
}

/** The same on the phone. */
export function keyThere(
  { text, location, contacts, id }: ChatMessage,
  { there }: Sides,
): string | undefined {
  return text ?? location?.name ?? contacts[0]?.name ?? there.get(id);
}

/** First attempts leave in the order in which they were written. */
function compareOrder({ messages, sends }: Sides): string[] {
  const seq = new Map(messages.map((message) => [message.message_id, message.seq]));
  const left = sends
    .filter(({ opaque }) => opaque?.endsWith("/1"))
    .map(({ opaque }) => seq.get(messageIn(opaque))!);
  const at = left.findIndex((it, i) => i > 0 && it < left[i - 1]!);
  return at < 0 ? [] : [`message ${left[at]} left after ${left[at - 1]}`];
}

/** The message's id in what travels along with a send. */
export const messageIn = (opaque: string | null) => opaque?.split("/")[1] ?? "";
