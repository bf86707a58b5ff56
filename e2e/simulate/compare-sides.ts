import type { Message } from "@live-chat/contract/message.ts";
import type { ChatMessage, SendRecord } from "./customer-phone.ts";

export type Sides = {
  /** What agents see of one conversation. */
  messages: Message[];
  /** What its customer sees. */
  bubbles: ChatMessage[];
  /** All that WhatsApp accepted, of any conversation. */
  sends: SendRecord[];
};

/**
 * Pure. Every difference between what both sides see, in words; none: they agree. Texts must differ from each other,
 * as inbound messages are recognised by theirs.
 */
export function compareSides({ messages, bubbles, sends }: Sides): string[] {
  const ids = new Set(messages.map(({ message_id }) => message_id));
  const ours = sends.filter(({ opaque }) => ids.has(idIn(opaque)));
  const wamids = new Map(ours.map(({ wamid, opaque }) => [wamid, idIn(opaque)]));
  return [
    ...compareInbound(messages, bubbles, wamids),
    ...compareOutbound(messages, bubbles, ours),
    ...compareOrder(messages, ours),
  ];
}

function compareInbound(messages: Message[], bubbles: ChatMessage[], wamids: Map<string, string>): string[] {
  const wrong: string[] = [];
  const inbound = messages.filter(({ direction }) => direction === "inbound");
  const written = bubbles.filter(({ from }) => from === "customer");
  if (inbound.length !== written.length) wrong.push(`${written.length} written, ${inbound.length} received`);
  const revoked = inbound.filter(({ revoked_at }) => revoked_at).length;
  const taken = written.filter((bubble) => bubble.revoked).length;
  if (revoked !== taken) wrong.push(`${taken} taken back, ${revoked} shown so`);

  const byText = new Map(inbound.map((message) => [message.text, message]));
  const idOf = (wamid: string) =>
    wamids.get(wamid) ?? byText.get(bubbles.find(({ id }) => id === wamid)?.text ?? "")?.message_id;
  for (const bubble of written.filter((it) => !it.revoked)) {
    const message = byText.get(bubble.text);
    if (!message) {
      wrong.push(`"${bubble.text}" was written and isn't here`);
      continue;
    }
    const there = [bubble.type, bubble.edited, bubble.reply_to && (idOf(bubble.reply_to) ?? "revoked")];
    const here = [message.type, message.edited_at !== null, message.reply_to];
    // What a revoked message said, and so which it was, the phone no longer tells.
    if (there[2] === "revoked") there[2] = message.reply_to;
    if (`${there}` !== `${here}`) wrong.push(`"${bubble.text}" is [${there}] there and [${here}] here`);
  }
  return wrong;
}

function compareOutbound(messages: Message[], bubbles: ChatMessage[], sends: SendRecord[]): string[] {
  const wrong: string[] = [];
  const shown = new Map(bubbles.map((bubble) => [bubble.id, bubble]));
  const texts = new Set(bubbles.map(({ text }) => text));
  const byAttempt = Map.groupBy(sends, ({ opaque }) => opaque);
  for (const [opaque, all] of byAttempt) if (all.length > 1) wrong.push(`${opaque} left ${all.length} times`);
  const quotesTheSame = ({ reply_to }: Message, bubble: ChatMessage) => {
    const quoted = messages.find(({ message_id }) => message_id === reply_to);
    return bubble.reply_to !== null && shown.get(bubble.reply_to)?.text === quoted?.text;
  };
  for (const message of messages.filter(({ direction }) => direction !== "inbound")) {
    const { message_id, attempt, text, status } = message;
    const name = `${message_id} "${text}"`;
    if (message.type === "note") {
      if (texts.has(text) || sends.some(({ opaque }) => idIn(opaque) === message_id))
        wrong.push(`note ${name} left`);
      continue;
    }
    const send = byAttempt.get(`${message.conversation_id}/${message_id}/${attempt}`)?.[0];
    if (!isTrue(status, send))
      wrong.push(`${name} is ${status} here and ${send?.outcome ?? "unknown"} there`);
    const bubble = send && shown.get(send.wamid);
    const arrived = send?.outcome === "delivered" || send?.outcome === "read";
    if (arrived !== (bubble !== undefined))
      wrong.push(`${name} is ${send?.outcome} and ${bubble ? "" : "not "}shown`);
    if (!bubble) continue;
    if (bubble.text !== text) wrong.push(`${name} says "${bubble.text}" there`);
    if (message.reply_to && !quotesTheSame(message, bubble))
      wrong.push(`${name} answers something else there`);
    const reaction = message.reactions.find(({ author }) => author.kind === "customer")?.emoji;
    if (reaction !== bubble.reactions.customer) wrong.push(`${name}: reactions differ`);
  }
  return wrong;
}

/** Whether a status says no more than what happened, and no less but `delivered`, which may never be told. */
function isTrue(status: Message["status"], send: SendRecord | undefined): boolean {
  switch (status) {
    case "sent":
      return send?.outcome === "sent" || send?.outcome === "delivered";
    case "delivered":
    case "read":
      return send?.outcome === status;
    case "failed":
      return !send || send.outcome === "failed";
    case "unconfirmed":
      return !send || send.outcome === "dropped";
    default:
      return false;
  }
}

/** First attempts leave in the order in which they were written. */
function compareOrder(messages: Message[], sends: SendRecord[]): string[] {
  const seq = new Map(messages.map((message) => [message.message_id, message.seq]));
  const left = sends
    .filter(({ opaque }) => opaque?.endsWith("/1"))
    .map(({ opaque }) => seq.get(idIn(opaque))!);
  const at = left.findIndex((it, i) => i > 0 && it < left[i - 1]!);
  return at < 0 ? [] : [`message ${left[at]} left after ${left[at - 1]}`];
}

/** The message's id in what travels along with a send. */
const idIn = (opaque: string | null) => opaque?.split("/")[1] ?? "";
