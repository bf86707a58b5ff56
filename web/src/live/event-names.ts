import type { EventName } from "@live-chat/contract/event.ts";

const KNOWN: Record<EventName, true> = {
  connected: true,
  conversations: true,
  new_message: true,
  new_conversation: true,
  message_updated: true,
  conversation_updated: true,
  conversation_removed: true,
  channel_updated: true,
  workspace_updated: true,
  heartbeat: true,
  typing: true,
  presence: true,
};

/** Whether this dashboard knows such events; a newer server may have others, and a newer tab passes them on. */
export const isKnownEvent = (name: string): boolean => Object.hasOwn(KNOWN, name);
