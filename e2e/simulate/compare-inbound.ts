import type { Message } from "@live-chat/contract/message.ts";
import { keyHere, keyThere, messageIn, type Sides } from "./compare-sides.ts";
import type { ChatMessage } from "./customer-phone.ts";

/** Pure. What the customer wrote, and what became of it here; differences in words. */
export function compareInbound(sides: Sides): string[] {
  const wrong: string[] = [];
  const inbound = sides.messages.filter(({ direction }) => direction === "inbound");
  const written = sides.bubbles.filter(({ from }) => from === "customer");
  if (inbound.length !== written.length) wrong.push(`${written.length} written, ${inbound.length} received`);
  const revoked = inbound.filter(({ revoked_at }) => revoked_at).length;
  const taken = written.filter((bubble) => bubble.revoked).length;
  if (revoked !== taken) wrong.push(`${taken} taken back, ${revoked} shown so`);

  const byKey = new Map(inbound.filter((it) => !it.revoked_at).map((it) => [keyHere(it, sides), it]));
  for (const bubble of written.filter((it) => !it.revoked)) {
    const key = keyThere(bubble, sides);
    const message = byKey.get(key);
    if (!message) wrong.push(`"${key}" was written and isn't here`);
    else wrong.push(...compareMessage(message, bubble, sides));
  }
  return wrong;
}

function compareMessage(message: Message, bubble: ChatMessage, sides: Sides): string[] {
  const name = `"${keyThere(bubble, sides)}"`;
  const [file] = message.attachments;
  const fields: [what: string, here: unknown, there: unknown][] = [
    ["type", message.type, bubble.type],
    ["edited", message.edited_at !== null, bubble.edited],
    ["answers", message.reply_to, quotedBy(bubble, message, sides)],
    ["reaction", reactionOf(message), bubble.reactions.customer],
    ["bytes", sides.here.get(message.message_id), sides.there.get(bubble.id)],
    ["voice", file?.voice ?? false, bubble.media?.voice ?? false],
    [
      "name",
      bubble.type === "document" ? file?.name : null,
      bubble.type === "document" ? bubble.media?.name : null,
    ],
  ];
  const differences = fields.flatMap(([what, here, there]) =>
    here === there ? [] : [`${name}: ${what} is ${there} there and ${here} here`],
  );
  return [...differences, ...compareOurReaction(message, bubble).map((it) => `${name}: ${it}`)];
}

/** What the customer sees of ours is what agents see, unless these are told that it failed, or may have. */
function compareOurReaction(message: Message, { reactions }: ChatMessage): string[] {
  const here = message.reactions.find(({ author }) => author.kind !== "customer");
  const there = reactions.business;
  if (here?.status === "queued") return [`our reaction ${here.emoji} is on its way`];
  if (here?.error) return [];
  return here?.emoji === there ? [] : [`our reaction is ${there} there and ${here?.emoji} here`];
}

/** Our id of the message that a bubble answers. What it was, the phone no longer tells once it was taken back. */
function quotedBy({ reply_to }: ChatMessage, { reply_to: here }: Message, sides: Sides): string | null {
  if (reply_to === null) return null;
  const send = sides.sends.find(({ wamid }) => wamid === reply_to);
  if (send) return messageIn(send.opaque);
  const quoted = sides.bubbles.find(({ id }) => id === reply_to)!;
  if (quoted.revoked) return here;
  const key = keyThere(quoted, sides);
  return (
    sides.messages.find((it) => it.direction === "inbound" && keyHere(it, sides) === key)?.message_id ??
    "unknown"
  );
}

export function reactionOf({ reactions }: Message): string | undefined {
  return reactions.find(({ author }) => author.kind === "customer")?.emoji;
}
