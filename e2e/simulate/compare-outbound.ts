import type { Message } from "@live-chat/contract/message.ts";
import { reactionOf } from "./compare-inbound.ts";
import { keyHere, keyThere, messageIn, type Sides } from "./compare-sides.ts";
import type { ChatMessage, SendRecord } from "./customer-phone.ts";
import { isPassing } from "./right-ends.ts";

/** Pure. What agents wrote, how it ended, and what the customer sees of it; differences in words. */
export function compareOutbound(sides: Sides): string[] {
  const { messages, sends } = sides;
  const attempts = Map.groupBy(sends, ({ opaque }) => opaque);
  const twice = [...attempts].flatMap(([opaque, all]) =>
    all.length > 1 ? [`${opaque} left ${all.length} times`] : [],
  );
  const ours = messages.filter(({ direction }) => direction !== "inbound");
  return [
    ...twice,
    ...ours.flatMap((it) => (it.type === "note" ? compareNote(it, sides) : compareReply(it, sides))),
  ];
}

function compareNote({ message_id, text }: Message, { sends, bubbles, refusals }: Sides): string[] {
  const left =
    bubbles.some((bubble) => bubble.text === text) ||
    [...sends, ...refusals].some(({ opaque }) => messageIn(opaque) === message_id);
  return left ? [`note ${message_id} "${text}" left`] : [];
}

function compareReply(message: Message, sides: Sides): string[] {
  const name = `${message.message_id} "${keyHere(message, sides)}"`;
  const attempts = sides.sends.filter(({ opaque }) => messageIn(opaque) === message.message_id);
  const newest = attempts.find(({ opaque }) => opaque === opaqueOf(message));
  return [
    ...compareEnd(message, newest, sides),
    ...attempts.flatMap((it) => compareBubble(message, it, sides)),
  ].map((it) => `${name} ${it}`);
}

/** The status tells what became of the newest attempt, and the error why. */
function compareEnd(message: Message, send: SendRecord | undefined, { refusals, receipts }: Sides): string[] {
  const { status, error } = message;
  const refused = refusals.filter(({ opaque }) => opaque === opaqueOf(message));
  const final = refused.find(({ code }) => !isPassing(code));
  if (final && (refused.at(-1) !== final || send)) return [`was tried again after ${final.code}`];
  const why = `${final?.code ?? send?.error ?? (send ? "nothing" : 131047)}`;
  if (final && status !== "failed") return [`is ${status} here and was refused with ${final.code}`];
  if (status === "failed")
    return error?.code === why ? [] : [`failed with ${error?.code} here and ${why} there`];
  if (status === "unconfirmed" && error?.action !== "retry") return ["is unconfirmed and nobody was asked"];
  const true_ = isTrue(status, send?.outcome, receipts);
  return true_ ? [] : [`is ${status} here and ${send?.outcome ?? "unknown"} there`];
}

/** Whether a status says no more than what happened, and no less but `delivered`, which may never be told. */
function isTrue(
  status: Message["status"],
  outcome: SendRecord["outcome"] | undefined,
  receipts: boolean,
): boolean {
  const known = outcome === "read" && !receipts ? "delivered" : outcome;
  if (status === "unconfirmed") return known === undefined || known === "dropped";
  return status === known || (status === "sent" && known === "delivered");
}

function compareBubble(message: Message, { wamid, outcome }: SendRecord, sides: Sides): string[] {
  const bubble = sides.bubbles.find(({ id }) => id === wamid);
  const arrived = outcome === "delivered" || outcome === "read";
  if (arrived !== (bubble !== undefined)) return [`is ${outcome} and ${bubble ? "" : "not "}shown`];
  if (!bubble) return [];
  const [file] = message.attachments;
  const newest = sides.sends.findLast(({ opaque }) => opaque === opaqueOf(message))?.wamid === wamid;
  const fields: [what: string, here: unknown, there: unknown][] = [
    ["type", message.type, bubble.type],
    ["text", message.text, [bubble.text, bubble.footer].filter(Boolean).join("\n\n") || null],
    ["quote", true, quotesTheSame(message, bubble, sides)],
    ["bytes", sides.here.get(message.message_id), sides.there.get(bubble.id)],
    ["voice", file?.voice ?? false, bubble.media?.voice ?? false],
    [
      "name",
      file?.kind === "document" ? file.name : null,
      bubble.type === "document" ? bubble.media?.name : null,
    ],
    // Of a message that arrived twice, either may have been reacted to.
    ["reaction", newest ? reactionOf(message) : null, newest ? bubble.reactions.customer : null],
  ];
  return fields.flatMap(([what, here, there]) =>
    here === there ? [] : [`: ${what} is ${there} there and ${here} here`],
  );
}

function quotesTheSame({ reply_to }: Message, bubble: ChatMessage, sides: Sides): boolean {
  const quoted = sides.messages.find(({ message_id }) => message_id === reply_to);
  // The customer knows nothing of notes.
  if (!quoted || quoted.type === "note") return bubble.reply_to === null;
  if (bubble.reply_to === null || neverCame(bubble.reply_to, sides)) return failedOnce(quoted);
  const there = sides.bubbles.find(({ id }) => id === bubble.reply_to);
  if (!there || there.revoked) return quoted.revoked_at !== null;
  if (quoted.direction === "inbound") return keyThere(there, sides) === keyHere(quoted, sides);
  return sides.sends.some(({ wamid, opaque }) => wamid === there.id && messageIn(opaque) === reply_to);
}

/** A message may be answered after WhatsApp accepted it and before it says that it failed: then there's nothing to quote. */
const failedOnce = ({ direction, status, attempt }: Message) =>
  direction === "outbound" && (attempt > 1 || status === "failed" || status === "unconfirmed");

const neverCame = (id: string, { sends }: Sides) =>
  sends.some(({ wamid, outcome }) => wamid === id && outcome === "failed");

function opaqueOf({ conversation_id, message_id, attempt }: Message): string {
  return `${conversation_id}/${message_id}/${attempt}`;
}
