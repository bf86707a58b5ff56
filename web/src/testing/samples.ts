import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { Message } from "@live-chat/contract/message.ts";
import type { Agent } from "../auth/session.ts";

/** For tests only. */
export const agent: Agent = { id: "agent-1", name: "Agent", email: "agent@example.com", role: "agent" };

/** A time that grows with `step`, in minutes. */
export function timeAt(step: number): string {
  return new Date(Date.UTC(2026, 10, 22, 8, step)).toISOString();
}

export function sampleMessage(seq: number, over: Partial<Message> = {}): Message {
  const conversationId = over.conversation_id ?? "c1";
  return {
    message_id: `${conversationId}-m${seq}`,
    conversation_id: conversationId,
    user_id: "491700000001",
    seq,
    direction: "inbound",
    author: { kind: "customer", id: "491700000001", name: "Ana" },
    type: "text",
    text: `message ${seq}`,
    content: null,
    attachments: [],
    reply_to: null,
    reactions: [],
    status: "received",
    attempt: 0,
    error: null,
    created_at: timeAt(seq),
    edited_at: null,
    revoked_at: null,
    provider_timestamp: null,
    client_message_id: null,
    version: 1,
    ...over,
  };
}

export function sampleConversation(over: Partial<Conversation> = {}): Conversation {
  return {
    conversation_id: "c1",
    user_id: "491700000001",
    channel: "whatsapp",
    account: "1001",
    name: "Ana",
    phone: "+491700000001",
    status: "open",
    waiting_since: null,
    assignee: null,
    labels: [],
    note: null,
    blocked: false,
    window_expires_at: null,
    last_message: null,
    last_seq: 0,
    read_seq: 0,
    unread_count: 0,
    last_activity_at: timeAt(0),
    created_at: timeAt(0),
    version: 1,
    ...over,
  };
}
