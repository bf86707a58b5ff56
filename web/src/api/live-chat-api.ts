import type { CannedAnswer, CannedAnswerBody } from "@live-chat/contract/canned-answers.ts";
import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { PresenceAnswer } from "@live-chat/contract/ephemeral.ts";
import type { Me, UpdateMeBody } from "@live-chat/contract/me.ts";
import type { Message } from "@live-chat/contract/message.ts";
import type {
  ConversationsAnswer,
  Counts,
  MessagesAnswer,
  SendMessageBody,
  UpdateConversationBody,
} from "@live-chat/contract/rest.ts";
import type { SearchAnswer } from "@live-chat/contract/search.ts";
import { createClient, type TokenSource } from "./client.ts";

export type ConversationsQuery = {
  status?: string;
  assignee?: string;
  label?: string;
  unread?: boolean;
  q?: string;
  limit?: number;
  cursor?: string;
};
export type MessagesQuery = { limit?: number; before_seq?: number; after_seq?: number };

export type LiveChatApi = ReturnType<typeof createLiveChatApi>;

/** The REST routes as functions. Each throws what the client throws. */
export function createLiveChatApi(token: TokenSource, base?: string) {
  const send = createClient(token, base);
  const conversations = "/conversations";
  const path = (id: string, rest = "") => `${conversations}/${encodeURIComponent(id)}${rest}`;
  return {
    listConversations: (query: ConversationsQuery, signal?: AbortSignal) =>
      send<ConversationsAnswer>({ path: conversations, query, ...(signal && { signal }) }),
    countConversations: () => send<{ counts: Counts }>({ path: `${conversations}/counts` }),
    getConversation: (id: string) => send<{ conversation: Conversation }>({ path: path(id) }),
    listMessages: (id: string, query: MessagesQuery) =>
      send<MessagesAnswer>({ path: path(id, "/messages"), query }),
    sendMessage: (id: string, body: SendMessageBody) =>
      send<{ message: Message }>({ method: "POST", path: path(id, "/messages"), body }),
    retryMessage: (id: string, messageId: string, attempt: number) =>
      send<{ message: Message }>({
        method: "POST",
        path: path(id, `/messages/${encodeURIComponent(messageId)}/retry`),
        body: { attempt },
      }),
    markRead: (id: string, seq: number) =>
      send<{ conversation: Conversation }>({ method: "POST", path: path(id, "/read"), body: { seq } }),
    getTranscript: (id: string, format: "text" | "json") =>
      send<Blob>({ path: path(id, "/transcript"), query: { format }, as: "file" }),
    markUnread: (id: string, seq: number) =>
      send<{ conversation: Conversation }>({ method: "POST", path: path(id, "/unread"), body: { seq } }),
    updateConversation: (id: string, body: UpdateConversationBody) =>
      send<{ conversation: Conversation }>({ method: "PATCH", path: path(id), body }),
    tellTyping: (id: string, typing: boolean) =>
      send<unknown>({ method: "POST", path: path(id, "/typing"), body: { typing } }),
    tellPresence: (conversation_id: string | null) =>
      send<PresenceAnswer>({ method: "POST", path: "/presence", body: { conversation_id } }),
    search: (q: string) => send<SearchAnswer>({ path: "/search", query: { q } }),
    listCannedAnswers: () => send<{ canned_answers: CannedAnswer[] }>({ path: "/canned-answers" }),
    createCannedAnswer: (body: CannedAnswerBody) =>
      send<{ canned_answer: CannedAnswer }>({ method: "POST", path: "/canned-answers", body }),
    deleteCannedAnswer: (id: string) =>
      send<unknown>({ method: "DELETE", path: `/canned-answers/${encodeURIComponent(id)}` }),
    getMediaLink: (id: string) =>
      send<{ url: string; expires_at: string }>({ path: `/media/${encodeURIComponent(id)}` }),
    getMe: () => send<{ me: Me }>({ path: "/me" }),
    updateMe: (body: UpdateMeBody) => send<{ me: Me }>({ method: "PATCH", path: "/me", body }),
  };
}
