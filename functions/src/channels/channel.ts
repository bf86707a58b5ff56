import type { OwnNumber } from "@live-chat/contract/channels.ts";
import type { ChannelName } from "@live-chat/contract/common.ts";
import type { Attachment, DeliveryError } from "@live-chat/contract/message.ts";
import { REACTS_WITHIN } from "@live-chat/contract/reactions.ts";
import type { Template } from "@live-chat/contract/templates.ts";
import type { ConversationDocument, MessageDocument, ReactionSend } from "@live-chat/core/documents.ts";
import type { ParsedWebhook } from "../webhooks/parsed-webhook.ts";

/** What a channel can do beyond taking and giving texts. */
export type Capabilities = {
  replies: boolean;
  /** How old a message may be to be reacted to, in ms; null: it takes no reactions. */
  reactions: number | null;
  templates: boolean;
  /** Shows the customer that their messages were read, and that somebody types. */
  receipts: boolean;
  /** How long after the customer's last word it takes more than templates, in ms; null: always. */
  window: number | null;
};

export const CAPABILITIES: Record<ChannelName, Capabilities> = {
  whatsapp: {
    replies: true,
    reactions: REACTS_WITHIN.whatsapp,
    templates: true,
    receipts: true,
    window: 24 * 60 * 60 * 1000,
  },
  api: {
    replies: true,
    reactions: REACTS_WITHIN.api,
    templates: false,
    receipts: false,
    window: null,
  },
};

type Headers = Record<string, string | string[] | undefined>;

/** How a channel comes in. Its secrets are the webhooks' only. */
export type InboundChannel = {
  /** Checks who sent these bytes. Throws the 401s of `ProblemCode`. `account`: whom the path named, if anyone. */
  verify(headers: Headers, rawBody: Buffer, account?: string): void;
  /** Pure. What the body says, the good and apart from it the bad. Throws `bad_request`, `too_large`. */
  parse(body: unknown, account?: string): ParsedWebhook;
};

/** A message on its way out. */
export type Outbound = {
  conversation: ConversationDocument;
  message: MessageDocument;
  /** The channel's own id of the message that this one answers. */
  replyTo: string | null;
};

/** A reaction on its way out. */
export type OutboundReaction = {
  conversation: ConversationDocument;
  message: MessageDocument;
  /** The channel's own id of the message. */
  target: string;
  send: ReactionSend;
};

/** What is known after trying to hand over a message or a reaction. Only `not_accepted` may be tried again without asking. */
export type Outcome =
  /** `customer_id`: by which id the channel knows its customer, where that may differ from the one we gave. */
  | { outcome: "accepted"; provider_id: string; customer_id?: string }
  /** It surely didn't leave, and may later: `rate`: we were too fast, `trouble`: the channel has its own. */
  | { outcome: "not_accepted"; because: "rate" | "trouble"; error: DeliveryError }
  /** It surely didn't leave and never will. */
  | { outcome: "refused"; error: DeliveryError }
  /** It surely didn't leave, and no other will until somebody mends what `error` names. */
  | { outcome: "stopped"; error: DeliveryError }
  /** It may have left. */
  | { outcome: "unknown" };

/** How a channel goes out. */
export type OutboundChannel = {
  /** Hands one message over, within SEND_TIMEOUT. Never throws for what the channel does. */
  deliver(outbound: Outbound): Promise<Outcome>;
  /** Hands one reaction over, or that it is taken back, in the same manner; absent where the channel has none. */
  react?(outbound: OutboundReaction): Promise<Outcome>;
  /** Opens a file that a customer sent. Throws when it can't be had (any more). */
  fetchMedia(account: string, attachment: Attachment): Promise<Response>;
  /** Shows the customer that the message and those before it were read, and maybe that somebody types. Best effort. */
  markRead?(account: string, providerId: string, options?: { typing: boolean }): Promise<void>;
  /** The approved templates. Throws `unavailable` if the channel can't be asked. */
  listTemplates?(account: string): Promise<Template[]>;
  /** Our numbers that may write first. Throws `unavailable` if the channel can't be asked. */
  listNumbers?(): Promise<OwnNumber[]>;
};

export type OutboundChannels = Record<ChannelName, OutboundChannel>;

/** The longest that handing over one message may take, in ms. */
export const SEND_TIMEOUT = 20_000;
