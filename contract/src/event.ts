import * as v from "valibot";
import { channelState } from "./channels.ts";
import { count, id, isoTime } from "./common.ts";
import { conversation } from "./conversation.ts";
import { ephemeralEvent } from "./ephemeral.ts";
import { message } from "./message.ts";

/** Raised when an event changes in a way that an older dashboard can't read. */
export const EVENTS_VERSION = 1;

export const newMessage = v.object({
  user_id: v.string(),
  conversation_id: id,
  message,
  conversation,
});
export const newConversation = v.object({
  user_id: v.string(),
  conversation_id: id,
  phone: v.nullable(v.string()),
  name: v.nullable(v.string()),
  conversation,
});
export const messageUpdated = v.object({ user_id: v.string(), conversation_id: id, message });
export const conversationUpdated = v.object({ user_id: v.string(), conversation_id: id, conversation });
/** Erased, with all its messages: forget it, and whatever still comes late about it. */
export const conversationRemoved = v.object({ user_id: v.string(), conversation_id: id });

/** A channel stopped, or goes on. */
export const channelUpdated = v.object({ channel: channelState });

/** Parts of the workspace that dashboards show; a later server may name others. */
export const workspacePart = v.picklist(["settings", "canned_answers", "agents"]);
export type WorkspacePart = v.InferOutput<typeof workspacePart>;
/** Something of these parts changed: whoever shows them fetches them again. What it is, is for those who may read it. */
export const workspaceUpdated = v.object({ parts: v.array(workspacePart) });

/** First page of the list. On a fresh connection and on a reset: forget what you haven't refetched. */
export const conversationsPage = v.object({ conversations: v.array(conversation), total: count });

export { presence, typing } from "./ephemeral.ts";

export const connected = v.object({
  status: v.literal("connected"),
  connected_at: isoTime,
  /** As in `heartbeat`: whoever has applied up to there has caught up. */
  head: v.optional(v.nullable(v.string())),
});
export const heartbeat = v.object({
  timestamp: isoTime,
  /** Clients connected to all gateways together. */
  active_clients: count,
  /** Id of the log's newest entry, `<epoch>/<log id>`; null before the log was ever read. */
  head: v.nullable(v.string()),
  log: v.picklist(["ok", "unreachable"]),
});

/** Events that stand in the log and carry an `id`. */
export const logEvent = v.variant("event", [
  v.object({ event: v.literal("new_message"), data: newMessage }),
  v.object({ event: v.literal("new_conversation"), data: newConversation }),
  v.object({ event: v.literal("message_updated"), data: messageUpdated }),
  v.object({ event: v.literal("conversation_updated"), data: conversationUpdated }),
  v.object({ event: v.literal("channel_updated"), data: channelUpdated }),
  v.object({ event: v.literal("conversation_removed"), data: conversationRemoved }),
  v.object({ event: v.literal("workspace_updated"), data: workspaceUpdated }),
]);
export type LogEvent = v.InferOutput<typeof logEvent>;

/** Everything that a stream can carry: the whole protocol in one union. */
export const chatEvent = v.variant("event", [
  ...logEvent.options,
  v.object({ event: v.literal("conversations"), data: conversationsPage }),
  v.object({ event: v.literal("connected"), data: connected }),
  v.object({ event: v.literal("heartbeat"), data: heartbeat }),
  ...ephemeralEvent.options,
]);
export type ChatEvent = v.InferOutput<typeof chatEvent>;
export type EventName = ChatEvent["event"];
