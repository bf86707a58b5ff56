import * as v from "valibot";
import { count, id, isoTime } from "./common.ts";

/** Who wrote: the customer, one of our agents, a bot, or the channel itself. */
export const author = v.object({
  kind: v.picklist(["customer", "agent", "bot", "system"]),
  id: v.string(),
  name: v.nullable(v.string()),
});
export type Author = v.InferOutput<typeof author>;

/** `internal` is a note among agents: it never reaches a customer, a channel or another system. */
export const direction = v.picklist(["inbound", "outbound", "internal"]);
export type Direction = v.InferOutput<typeof direction>;

export const messageType = v.picklist([
  "text",
  "image",
  "audio",
  "video",
  "document",
  "sticker",
  "location",
  "contacts",
  "interactive",
  "button",
  "order",
  "system",
  "note",
  "template",
  "unsupported",
]);
export type MessageType = v.InferOutput<typeof messageType>;

/** Inbound messages are `received`; the others describe an outbound attempt and only ever advance. */
export const messageStatus = v.picklist([
  "received",
  "queued",
  "sent",
  "delivered",
  "read",
  "failed",
  "unconfirmed",
]);
export type MessageStatus = v.InferOutput<typeof messageStatus>;

/** A file that came with a message. `media_id` names it at the provider, `url` where it can be had. */
export const attachment = v.object({
  kind: v.picklist(["image", "audio", "video", "document", "sticker"]),
  mime_type: v.nullable(v.string()),
  name: v.nullable(v.string()),
  /** bytes */
  size: v.nullable(count),
  sha256: v.nullable(v.string()),
  media_id: v.optional(v.string()),
  url: v.optional(v.string()),
  /** Why the file couldn't be kept; there is no other way to it then. */
  error: v.optional(v.picklist(["too_large", "empty", "refused", "gone"])),
  /** True for a voice note, as opposed to an audio file. */
  voice: v.optional(v.boolean()),
});
export type Attachment = v.InferOutput<typeof attachment>;

export const locationContent = v.object({
  latitude: v.number(),
  longitude: v.number(),
  name: v.nullable(v.string()),
  address: v.nullable(v.string()),
});
export const contactsContent = v.object({
  contacts: v.array(v.object({ name: v.string(), phones: v.array(v.string()), emails: v.array(v.string()) })),
});
/** What the customer chose from buttons or a list, or (`form`) filled into a flow. */
export const choiceContent = v.object({
  id: v.string(),
  title: v.string(),
  description: v.optional(v.string()),
  form: v.optional(v.string()),
});
export const orderContent = v.object({
  catalog_id: v.nullable(v.string()),
  items: v.array(
    v.object({ product_id: v.string(), quantity: v.number(), price: v.number(), currency: v.string() }),
  ),
});
/** `kind` is the channel's own name for what happened or for the type nobody knows yet. */
export const systemContent = v.object({ kind: v.string(), detail: v.nullable(v.string()) });

/** Which approved template was sent, with what in its variables; `text` holds the outcome. */
export const templateContent = v.object({
  name: v.string(),
  language: v.string(),
  variables: v.record(v.string(), v.string()),
});

export const content = v.union([
  templateContent,
  locationContent,
  contactsContent,
  orderContent,
  choiceContent,
  systemContent,
]);
export type Content = v.InferOutput<typeof content>;
export type LocationContent = v.InferOutput<typeof locationContent>;
export type ContactsContent = v.InferOutput<typeof contactsContent>;
export type ChoiceContent = v.InferOutput<typeof choiceContent>;
export type OrderContent = v.InferOutput<typeof orderContent>;
export type SystemContent = v.InferOutput<typeof systemContent>;
export type TemplateContent = v.InferOutput<typeof templateContent>;

/** Why an attempt failed: the channel's code, a short title, and what it said. */
export const deliveryError = v.object({
  code: v.string(),
  title: v.string(),
  detail: v.nullable(v.string()),
  /** What can help: sending again (perhaps later), a template, an admin, or other content. Absent: nothing known. */
  action: v.optional(v.picklist(["retry", "send_template", "call_admin", "change_message"])),
});
export type DeliveryError = v.InferOutput<typeof deliveryError>;

/**
 * The customer has one on a message, and our side together has one, as the customer sees it; on a note each agent has
 * their own. Ours go to the customer: `sent` means that the channel took it.
 */
export const reaction = v.object({
  emoji: v.string(),
  author,
  /** Of ours only, and not on notes, which never leave. */
  status: v.optional(v.picklist(["queued", "sent", "failed", "unconfirmed"])),
  /** Why the customer doesn't see it; where it is `sent`, why they still do, though it was to be taken back. */
  error: v.optional(v.nullable(deliveryError)),
});
export type Reaction = v.InferOutput<typeof reaction>;

/** One message, the same in events and REST. Of two copies, the one with the higher `version` is right. */
export const message = v.object({
  message_id: id,
  conversation_id: id,
  user_id: v.string(),
  /** Its place in the conversation: 1, 2, 3 … without gaps, in order of arrival. */
  seq: count,
  direction,
  author,
  type: messageType,
  /** Body or caption. */
  text: v.nullable(v.string()),
  /** What `type` has beyond text: location, contacts, order, choice, system. */
  content: v.nullable(content),
  attachments: v.array(attachment),
  /** The message this one answers. */
  reply_to: v.nullable(id),
  reactions: v.array(reaction),
  status: messageStatus,
  /** 1 for the first try to deliver; a retry by an agent counts up. 0 where nothing is delivered. */
  attempt: count,
  error: v.nullable(deliveryError),
  created_at: isoTime,
  edited_at: v.nullable(isoTime),
  /** Set when its author took it back; text, content and attachments are gone then. */
  revoked_at: v.nullable(isoTime),
  provider_timestamp: v.nullable(isoTime),
  client_message_id: v.nullable(v.string()),
  version: count,
});
export type Message = v.InferOutput<typeof message>;
