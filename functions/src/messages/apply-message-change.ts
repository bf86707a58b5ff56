import type { MessageDocument } from "@live-chat/core/documents.ts";
import type {
  EditChange,
  MessageChange,
  ReactionChange,
  RevokeChange,
  StatusChange,
} from "./inbound-change.ts";
import { toIsoTime } from "./iso-time.ts";
import { settleReaction } from "./react.ts";

/** A status only ever climbs; `failed` stands above all, since it is final for its attempt. */
const STATUS_RANK = {
  received: -1,
  queued: 0,
  unconfirmed: 0,
  sent: 1,
  delivered: 2,
  read: 3,
  failed: 4,
} as const;

/**
 * Pure. Takes a message and what happened to it, returns the message after that; the same object if nothing
 * changes. In whatever order and however often the changes come, the end is the same.
 */
export function applyMessageChange(message: MessageDocument, change: MessageChange): MessageDocument {
  switch (change.kind) {
    case "status":
      return applyStatus(message, change);
    case "reaction":
      return applyReaction(message, change);
    case "edit":
      return applyEdit(message, change);
    case "revoke":
      return applyRevoke(message, change);
  }
}

function applyStatus(message: MessageDocument, { target, status, error }: StatusChange): MessageDocument {
  const { reaction_send } = message;
  if (reaction_send?.provider_id === target) {
    return settleReaction(message, reaction_send.number, status === "failed" ? "failed" : "sent", error);
  }
  // Each attempt has its own provider id: what is said of an earlier one no longer matters.
  const ours = message.direction === "outbound" && message.provider_id === target;
  if (!ours || STATUS_RANK[status] <= STATUS_RANK[message.status]) return message;
  return { ...message, status, error };
}

function applyReaction(message: MessageDocument, change: ReactionChange): MessageDocument {
  const { event, name, emoji, at } = change;
  const { customer: latest = Number.NEGATIVE_INFINITY } = message.reaction_times;
  const sameSecond = at === latest ? (message.reaction_events ?? []) : [];
  if (at < latest || sameSecond.includes(event)) return message;
  const others = message.reactions.filter(({ author }) => author.kind !== "customer");
  const author = { kind: "customer" as const, id: message.user_id, name };
  return {
    ...message,
    reactions: emoji === null ? others : [...others, { emoji, author }],
    reaction_times: { ...message.reaction_times, customer: at },
    reaction_events: [...sameSecond, event],
  };
}

function applyEdit(message: MessageDocument, { text, at }: EditChange): MessageDocument {
  const newest = message.edit_time === null || at > message.edit_time;
  if (message.direction !== "inbound" || !newest) return message;
  const revoked = message.revoked_at !== null;
  return { ...message, text: revoked ? null : text, edited_at: toIsoTime(at), edit_time: at };
}

function applyRevoke(message: MessageDocument, { at }: RevokeChange): MessageDocument {
  if (message.direction !== "inbound" || message.revoked_at !== null) return message;
  return { ...message, text: null, content: null, attachments: [], revoked_at: toIsoTime(at) };
}
