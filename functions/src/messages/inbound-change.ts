import type { ChannelName } from "@live-chat/contract/common.ts";
import type { Attachment, Content, DeliveryError, MessageType } from "@live-chat/contract/message.ts";
import type { SentAs } from "./attempt.ts";

/** Whom a webhook speaks of: every id by which the channel knows this customer, the lasting one first. */
export type CustomerKey = { channel: ChannelName; account: string; ids: string[] };

/** What the channel told about the customer together with a message; the newest that isn't null counts. */
export type Profile = { user_id: string; name: string | null; phone: string | null };

/** A message that arrived. All times are the provider's, in ms. */
export type InboundMessage = {
  kind: "message";
  provider_id: string;
  author: "customer" | "system";
  profile: Profile;
  type: MessageType;
  text: string | null;
  content: Content | null;
  attachments: Attachment[];
  /** The provider's id of the message this one answers. */
  reply_to: string | null;
  at: number | null;
  /** Digest of the content, where a known id with other content is an error; null: a repeat is a repeat. */
  fingerprint: string | null;
};

export type StatusChange = {
  kind: "status";
  target: string;
  status: "sent" | "delivered" | "read" | "failed";
  error: DeliveryError | null;
  /** The attempt it is about, where the channel carries that along: so it settles a send whose answer was lost. */
  sent_as?: SentAs | null;
};
/** `emoji` null takes the reaction back. `event` is the reaction's own id: times count whole seconds only. */
export type ReactionChange = {
  kind: "reaction";
  target: string;
  event: string;
  /** The customer's name. */
  name: string | null;
  emoji: string | null;
  at: number;
};
export type EditChange = { kind: "edit"; target: string; text: string | null; at: number };
export type RevokeChange = { kind: "revoke"; target: string; at: number };

/** What happens to a message that may not be known yet; `target` is the provider's id of that message. */
export type MessageChange = StatusChange | ReactionChange | EditChange | RevokeChange;

export type InboundChange = InboundMessage | MessageChange;

/** A message that answers one not known yet. */
export type WaitingReply = { kind: "reply"; conversation_id: string; message_id: string };

/** What waits at a provider's id until the message with that id is stored. */
export type PendingChange = MessageChange | WaitingReply;

/** What became of one change. */
export type StoredItem =
  | { outcome: "stored"; conversation_id: string; message_id: string; seq: number; duplicate: boolean }
  | { outcome: "id_reused" }
  | { outcome: "applied" }
  | { outcome: "waiting" };
