import * as v from "valibot";
import { channelName, count, id, isoTime } from "./common.ts";
import { message } from "./message.ts";

/** `open`: our turn, or talking. `waiting`: parked until the customer writes. `resolved`: done until then. */
export const conversationStatus = v.picklist(["open", "waiting", "resolved"]);
export type ConversationStatus = v.InferOutput<typeof conversationStatus>;

export const assignee = v.object({ id: v.string(), name: v.nullable(v.string()) });
export type Assignee = v.InferOutput<typeof assignee>;

/** One conversation: for ever the same per channel, account of ours, and customer. */
export const conversation = v.object({
  conversation_id: id,
  /** The customer's id on the channel. */
  user_id: v.string(),
  channel: channelName,
  /** Our side: the phone number id on WhatsApp, the source's id elsewhere. Replies leave by it. */
  account: v.string(),
  name: v.nullable(v.string()),
  phone: v.nullable(v.string()),
  status: conversationStatus,
  /** Time of the oldest inbound message nobody answered yet. */
  waiting_since: v.nullable(isoTime),
  assignee: v.nullable(assignee),
  labels: v.array(v.string()),
  /** What agents should know about the customer; for agents only. */
  note: v.optional(v.nullable(v.string()), null),
  /** What a blocked customer writes is stored, but never unread, and moves and opens nothing. */
  blocked: v.optional(v.boolean(), false),
  /** Until when the channel takes free texts (WhatsApp: 24 h after their last); null where it always does. */
  window_expires_at: v.optional(v.nullable(isoTime), null),
  last_message: v.nullable(message),
  last_seq: count,
  read_seq: count,
  unread_count: count,
  last_activity_at: isoTime,
  created_at: isoTime,
  version: count,
});
export type Conversation = v.InferOutput<typeof conversation>;
