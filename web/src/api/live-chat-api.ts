import type { Agent, InviteAgentBody, UpdateAgentBody } from "@live-chat/contract/agents.ts";
import type { ApiKey, ApiKeyScope } from "@live-chat/contract/api-keys.ts";
import type { AuditAnswer } from "@live-chat/contract/audit.ts";
import type { CannedAnswer, CannedAnswerBody } from "@live-chat/contract/canned-answers.ts";
import type { ChannelState, OwnNumber } from "@live-chat/contract/channels.ts";
import type { Conversation } from "@live-chat/contract/conversation.ts";
import type { PresenceAnswer } from "@live-chat/contract/ephemeral.ts";
import type { Me, UpdateMeBody } from "@live-chat/contract/me.ts";
import type { Message } from "@live-chat/contract/message.ts";
import type {
  ConversationsAnswer,
  Counts,
  MessagesAnswer,
  SendMessageBody,
  StartConversationBody,
  UpdateConversationBody,
} from "@live-chat/contract/rest.ts";
import type { SearchAnswer } from "@live-chat/contract/search.ts";
import type { Settings, UpdateSettingsBody } from "@live-chat/contract/settings.ts";
import type { Template } from "@live-chat/contract/templates.ts";
import type {
  OutgoingEventName,
  UpdateEndpointBody,
  WebhookDelivery,
  WebhookEndpoint,
} from "@live-chat/contract/webhook-endpoints.ts";
import { createClient, type SendRequest, type TokenSource } from "./client.ts";
import { createUploader } from "./upload-file.ts";

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

export type NewEndpoint = { url: string; description: string | null; events: OutgoingEventName[] };

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
    react: (id: string, messageId: string, emoji: string) =>
      send<{ message: Message }>({
        method: "PUT",
        path: path(id, `/messages/${encodeURIComponent(messageId)}/reaction`),
        body: { emoji },
      }),
    editNote: (id: string, messageId: string, text: string) =>
      send<{ message: Message }>({
        method: "PATCH",
        path: path(id, `/messages/${encodeURIComponent(messageId)}`),
        body: { text },
      }),
    listTemplates: (id: string) => send<{ templates: Template[] }>({ path: path(id, "/templates") }),
    startConversation: (body: StartConversationBody) =>
      send<{ conversation: Conversation }>({ method: "POST", path: conversations, body }),
    listNumbers: () => send<{ numbers: OwnNumber[] }>({ path: "/numbers" }),
    uploadFile: createUploader(token, base),
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
    replaceCannedAnswer: (id: string, body: CannedAnswerBody) =>
      send<{ canned_answer: CannedAnswer }>({ method: "PUT", path: within("/canned-answers", id), body }),
    deleteCannedAnswer: (id: string) =>
      send<unknown>({ method: "DELETE", path: within("/canned-answers", id) }),
    getMediaLink: (id: string) =>
      send<{ url: string; expires_at: string }>({ path: `/media/${encodeURIComponent(id)}` }),
    eraseConversation: (id: string) =>
      send<{ conversation_id: string; messages: number }>({ method: "DELETE", path: path(id) }),
    ...workspaceRoutes(send),
    getMe: () => send<{ me: Me }>({ path: "/me" }),
    updateMe: (body: UpdateMeBody) => send<{ me: Me }>({ method: "PATCH", path: "/me", body }),
  };
}

/** A path with an id in it. */
function within(folder: string, id: string, rest = ""): string {
  return `${folder}/${encodeURIComponent(id)}${rest}`;
}

/** What belongs to the whole team: most of the changes are for admins. */
function workspaceRoutes(send: SendRequest) {
  const endpoints = "/webhook-endpoints";
  return {
    getSettings: () => send<{ settings: Settings }>({ path: "/settings" }),
    updateSettings: (body: UpdateSettingsBody) =>
      send<{ settings: Settings }>({ method: "PATCH", path: "/settings", body }),
    listAgents: () => send<{ agents: Agent[] }>({ path: "/agents" }),
    inviteAgent: (body: InviteAgentBody) =>
      send<{ agent: Agent; sign_in_link: string }>({ method: "POST", path: "/agents", body }),
    updateAgent: (id: string, body: UpdateAgentBody) =>
      send<{ agent: Agent }>({ method: "PATCH", path: within("/agents", id), body }),
    listChannels: () => send<{ channels: ChannelState[] }>({ path: "/channels" }),
    resumeChannel: ({ channel, account }: Pick<ChannelState, "channel" | "account">) =>
      send<{ channel: ChannelState }>({
        method: "POST",
        path: within(`/channels/${channel}`, account, "/resume"),
      }),
    listApiKeys: () => send<{ api_keys: ApiKey[] }>({ path: "/api-keys" }),
    createApiKey: (body: { name: string; scopes: ApiKeyScope[] }) =>
      send<{ api_key: ApiKey; key: string }>({ method: "POST", path: "/api-keys", body }),
    revokeApiKey: (id: string) =>
      send<{ api_key: ApiKey }>({ method: "DELETE", path: within("/api-keys", id) }),
    listEndpoints: () => send<{ endpoints: WebhookEndpoint[] }>({ path: endpoints }),
    createEndpoint: (body: NewEndpoint) =>
      send<{ endpoint: WebhookEndpoint; secret: string }>({ method: "POST", path: endpoints, body }),
    updateEndpoint: (id: string, body: UpdateEndpointBody) =>
      send<{ endpoint: WebhookEndpoint }>({ method: "PATCH", path: within(endpoints, id), body }),
    deleteEndpoint: (id: string) => send<unknown>({ method: "DELETE", path: within(endpoints, id) }),
    listAudit: (after?: string) => send<AuditAnswer>({ path: "/audit-log", query: { limit: 30, after } }),
    listDeliveries: (id: string, after?: string) =>
      send<{ deliveries: WebhookDelivery[]; has_more: boolean }>({
        path: within(endpoints, id, "/deliveries"),
        query: { limit: 20, after },
      }),
    replayDelivery: (id: string, deliveryId: string) =>
      send<{ delivery: WebhookDelivery }>({
        method: "POST",
        path: within(endpoints, id, `/deliveries/${encodeURIComponent(deliveryId)}/replay`),
      }),
  };
}
