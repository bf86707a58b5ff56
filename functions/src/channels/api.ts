import type { Sources } from "../config.ts";
import type { LinkFiles } from "../media/link-files.ts";
import { parseMessagesWebhook } from "../webhooks/parse-messages-webhook.ts";
import { signStandardWebhook } from "../webhooks/sign-standard-webhook.ts";
import { verifyStandardWebhook } from "../webhooks/verify-standard-webhook.ts";
import type { InboundChannel, Outbound, OutboundChannel, OutboundReaction, Outcome } from "./channel.ts";
import { SEND_TIMEOUT } from "./channel.ts";
import { isSurelyUnsent } from "./unsent.ts";

/** Any other system, inbound: a source's webhooks, signed by the Standard Webhooks convention. */
export function receiveFromSources(sources: Sources): InboundChannel {
  return {
    verify: (headers, rawBody, source = "") =>
      verifyStandardWebhook(headers, rawBody, sourceOf(sources, source)?.secrets),
    parse: (body, source = "") => parseMessagesWebhook(body, source),
  };
}

const noFiles: LinkFiles = (attachments) => attachments;

/** Any other system, outbound: the answer goes to the source's URL, signed with its own secrets. */
export function sendToSources(sources: Sources, linkFiles = noFiles): OutboundChannel {
  return {
    async deliver(outbound) {
      const source = sourceOf(sources, outbound.conversation.account);
      if (!source?.url) return { outcome: "refused", error: NO_URL };
      const { message } = outbound;
      const linked = { ...message, attachments: linkFiles(message.attachments) };
      const { message_id, attempt } = message;
      const ids = { webhookId: `${message_id}.${attempt}`, providerId: `ours:${message_id}` };
      return post(source.url, source.secrets, ids, toAnswer({ ...outbound, message: linked }));
    },
    async react(outbound) {
      const source = sourceOf(sources, outbound.conversation.account);
      if (!source?.url) return { outcome: "refused", error: NO_URL };
      const webhookId = `${outbound.message.message_id}.r${outbound.send.number}`;
      const ids = { webhookId, providerId: `ours:${webhookId}` };
      return post(source.url, source.secrets, ids, toReaction(outbound));
    },
    async fetchMedia() {
      throw new Error("a source's files are fetched from the public internet, by their own URLs");
    },
  };
}

const NO_URL = {
  code: "no_url",
  title: "This source takes no answers",
  detail: "No URL is registered for it.",
  action: "call_admin" as const,
};

function sourceOf(sources: Sources, id: string) {
  return Object.hasOwn(sources, id) ? sources[id] : undefined;
}

type Ids = { webhookId: string; providerId: string };

async function post(url: string, secrets: string[], ids: Ids, body: object): Promise<Outcome> {
  const rawBody = Buffer.from(JSON.stringify(body));
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...signStandardWebhook(ids.webhookId, rawBody, secrets),
      },
      body: rawBody,
      redirect: "manual",
      signal: AbortSignal.timeout(SEND_TIMEOUT),
    });
    await response.body?.cancel();
    return judge(response.status, ids.providerId);
  } catch (error) {
    if (!isSurelyUnsent(error)) return { outcome: "unknown" };
    return { outcome: "not_accepted", because: "trouble", error: toError("unreachable", "can’t be reached") };
  }
}

/** What a source is told. `to` is the customer as it named them, `reply_to` its own id of the message answered. */
function toAnswer({ conversation, message, replyTo }: Outbound): object {
  const { message_id, conversation_id, attempt, type, text, attachments, author, created_at } = message;
  return {
    type: "message.send",
    timestamp: created_at,
    data: {
      ...{ message_id, conversation_id, attempt, type, text, attachments, reply_to: replyTo },
      to: { id: conversation.user_id, name: conversation.name, phone: conversation.phone },
      author: { kind: author.kind, name: author.name },
    },
  };
}

/** `target` is the source's own id of the message, `emoji` empty where the reaction is taken back. */
function toReaction({ conversation, message, target, send }: OutboundReaction): object {
  const { message_id, conversation_id } = message;
  const { reaction, number, at } = send;
  return {
    type: "reaction.send",
    timestamp: at,
    data: {
      ...{ message_id, conversation_id, number, target, emoji: reaction?.emoji ?? "" },
      to: { id: conversation.user_id, name: conversation.name, phone: conversation.phone },
      author: reaction ? { kind: reaction.author.kind, name: reaction.author.name } : null,
    },
  };
}

/** By convention 2xx means taken; 429 and 503 say: not now. Any other 5xx may have happened after it was taken. */
function judge(status: number, provider_id: string): Outcome {
  if (status >= 200 && status < 300) return { outcome: "accepted", provider_id };
  if (status === 429 || status === 503) {
    const because = status === 429 ? "rate" : "trouble";
    return { outcome: "not_accepted", because, error: toError(`http_${status}`, "asks us to wait") };
  }
  if (status >= 500 || status === 408) return { outcome: "unknown" };
  if (status === 401 || status === 403 || status === 410) {
    return {
      outcome: "stopped",
      error: toError(`http_${status}`, "doesn’t let us in any more", "call_admin"),
    };
  }
  return { outcome: "refused", error: toError(`http_${status}`, "refused the message") };
}

function toError(code: string, what: string, action: "retry" | "call_admin" = "retry") {
  return { code, title: `The other system ${what}`, detail: null, action };
}
