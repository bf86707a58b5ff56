import type { Author, DeliveryError, Reaction } from "@live-chat/contract/message.ts";
import type { MessageDocument, OwnReaction, ReactionSend } from "@live-chat/core/documents.ts";

/** Who reacts, with what (`""`: no longer), and when: `seq` is the conversation's newest message then. */
export type OwnChange = { author: Author; emoji: string; at: string; seq: number };

/**
 * Pure. Our side's reaction to a message, changed; the same object where nothing changes. On a note each has their own;
 * to the customer our side speaks as one, and it is queued to be sent.
 */
export function withOwnReaction(message: MessageDocument, change: OwnChange): MessageDocument {
  return message.direction === "internal" ? reactOnNote(message, change) : reactToCustomer(message, change);
}

function reactOnNote(message: MessageDocument, { author, emoji }: OwnChange): MessageDocument {
  const others = message.reactions.filter((it) => it.author.id !== author.id);
  const [before] = message.reactions.filter((it) => it.author.id === author.id);
  if ((before?.emoji ?? "") === emoji) return message;
  return { ...message, reactions: emoji === "" ? others : [...others, { emoji, author }] };
}

function reactToCustomer(message: MessageDocument, { author, emoji, at, seq }: OwnChange): MessageDocument {
  const last = message.reaction_send ?? NONE;
  const reaction = emoji === "" ? null : { emoji, author };
  const underWay = last.status === "queued" || last.status === "sent";
  if (underWay && same(last.reaction, reaction)) return message;
  const shown = shownNow(last);
  // What the customer surely sees already needs no sending.
  const settled = shown !== undefined && same(shown, reaction);
  return withReactionSend(message, {
    number: last.number + 1,
    reaction,
    before: shown === undefined ? last.reaction : shown,
    status: settled ? "sent" : "queued",
    error: null,
    at,
    after_seq: seq,
    began_at: null,
    provider_id: null,
  });
}

const NONE: ReactionSend = {
  ...{ number: 0, reaction: null, before: null, status: "sent", error: null },
  ...{ at: "", after_seq: 0, began_at: null, provider_id: null },
};

/** What the customer surely sees; undefined: one of two, as nobody knows whether the newest arrived. */
function shownNow({ status, reaction, before, began_at }: ReactionSend): OwnReaction | null | undefined {
  if (status === "sent") return reaction;
  if (status === "failed" || (status === "queued" && began_at === null)) return before;
  return undefined;
}

const same = (one: OwnReaction | null, other: OwnReaction | null) => one?.emoji === other?.emoji;

/** Pure. The message with what became of our side's reaction, as agents see it. */
export function withReactionSend(message: MessageDocument, send: ReactionSend): MessageDocument {
  const theirs = message.reactions.filter(({ author }) => author.kind === "customer");
  const ours = toReaction(send);
  return { ...message, reactions: ours ? [...theirs, ours] : theirs, reaction_send: send };
}

/** One that couldn't be taken back is still there. */
function toReaction({ reaction, before, status, error }: ReactionSend): Reaction | null {
  if (reaction) return { ...reaction, status, ...(error && { error }) };
  if (status === "queued" || status === "sent" || !before) return null;
  return { ...before, status: status === "failed" ? "sent" : status, ...(error && { error }) };
}

/** Whether a reaction of ours waits to be sent. */
export function isReactionQueued({ direction, reaction_send }: MessageDocument): boolean {
  return direction === "inbound" && reaction_send?.status === "queued";
}

/** Pure. What became of the reaction with this number; the same object where another came since. */
export function settleReaction(
  message: MessageDocument,
  number: number,
  status: "sent" | "failed" | "unconfirmed",
  error: DeliveryError | null,
): MessageDocument {
  const send = message.reaction_send;
  if (send?.number !== number || RANK[status] <= RANK[send.status]) return message;
  return withReactionSend(message, { ...send, status, error });
}

/** A status only ever climbs; that it failed is said last. */
const RANK = { queued: 0, unconfirmed: 1, sent: 2, failed: 3 };
