import type { Attachment } from "@live-chat/contract/message.ts";
import { log } from "@live-chat/core/logger.ts";
import { ProblemError } from "../problem.ts";
import { parseWhatsAppWebhook } from "../webhooks/parse-whatsapp-webhook.ts";
import { verifyWhatsAppSignature } from "../webhooks/verify-whatsapp-signature.ts";
import type { InboundChannel, Outbound, OutboundChannel, Outcome } from "./channel.ts";
import { SEND_TIMEOUT } from "./channel.ts";
import { callGraph, type GraphAccess, type GraphAnswer } from "./graph-api.ts";
import { listWhatsAppNumbers } from "./list-whatsapp-numbers.ts";
import { listWhatsAppTemplates } from "./list-whatsapp-templates.ts";
import { toWhatsAppMessage, toWhatsAppReaction } from "./to-whatsapp-message.ts";
import { noFiles, type ReadFile, uploadToWhatsApp } from "./upload-to-whatsapp.ts";
import { explainReactionError, explainWhatsAppError, toOutcome } from "./whatsapp-errors.ts";

export type WhatsAppAccess = GraphAccess & {
  /** The WhatsApp Business Account, to which templates belong; null: there are no templates. */
  businessAccount: string | null;
};

/** WhatsApp's Cloud API, inbound: webhooks signed with the app's secret. */
export function receiveFromWhatsApp({ appSecret }: { appSecret: string }): InboundChannel {
  return {
    verify(headers, rawBody) {
      const signature = headers["x-hub-signature-256"];
      verifyWhatsAppSignature(typeof signature === "string" ? signature : undefined, rawBody, appSecret);
    },
    parse: parseWhatsAppWebhook,
  };
}

/** WhatsApp's Cloud API, outbound. An account is a phone number id. */
export function sendToWhatsApp(access: WhatsAppAccess, readFile: ReadFile = noFiles): OutboundChannel {
  return {
    deliver: (outbound) => deliver(access, readFile, outbound),
    async react(outbound) {
      const path = `${outbound.conversation.account}/messages`;
      const answer = await callGraph(access, "POST", path, toWhatsAppReaction(outbound));
      return judge(answer, explainReactionError);
    },
    fetchMedia: (_account, attachment) => fetchMedia(access, attachment),
    async markRead(account, message_id, { typing } = { typing: false }) {
      const answer = await callGraph(access, "POST", `${account}/messages`, {
        messaging_product: "whatsapp",
        status: "read",
        message_id,
        ...(typing ? { typing_indicator: { type: "text" } } : {}),
      });
      if (answer.kind !== "answer" || answer.status >= 400) {
        log("NOTICE", "WhatsApp wasn't told what was read", { account, answer: describe(answer) });
      }
    },
    listTemplates: () => listWhatsAppTemplates(access),
    listNumbers: () => listWhatsAppNumbers(access),
  };
}

async function deliver(access: WhatsAppAccess, readFile: ReadFile, outbound: Outbound): Promise<Outcome> {
  const [file] = outbound.message.attachments;
  if (!file || file.media_id) return send(access, outbound);
  // Both calls together have the time of one.
  const half = { ...access, timeout: (access.timeout ?? SEND_TIMEOUT) / 2 };
  const uploaded = await uploadToWhatsApp(half, readFile, outbound.conversation.account, file);
  if (uploaded.outcome !== "uploaded") return uploaded;
  const attachments = [{ ...file, media_id: uploaded.media_id }];
  return send(half, { ...outbound, message: { ...outbound.message, attachments } });
}

async function send(access: WhatsAppAccess, outbound: Outbound): Promise<Outcome> {
  const message = toWhatsAppMessage(outbound);
  if (!message) {
    const title = "WhatsApp doesn’t take this kind of message";
    return { outcome: "refused", error: { code: "131051", title, detail: null, action: "change_message" } };
  }
  const { account } = outbound.conversation;
  return judge(await callGraph(access, "POST", `${account}/messages`, message));
}

/** What is known after a send. Meta takes no idempotency key: without its answer, nobody knows. */
function judge(answer: GraphAnswer, explain = explainWhatsAppError): Outcome {
  if (answer.kind === "lost") return { outcome: "unknown" };
  if (answer.kind === "unsent") {
    const error = { code: answer.reason, title: "WhatsApp can’t be reached", detail: null, action: RETRY };
    return { outcome: "not_accepted", because: "trouble", error };
  }
  const { status, body } = answer;
  const { code, message, error_data } = body?.error ?? {};
  if (code !== undefined) {
    return toOutcome(code, message ?? "Not sent", error_data?.details ?? null, explain);
  }
  const [accepted] = (body?.messages ?? []) as { id?: unknown }[];
  if (status < 300 && typeof accepted?.id === "string") {
    const [contact] = (body?.contacts ?? []) as { wa_id?: unknown }[];
    const customer_id = typeof contact?.wa_id === "string" ? contact.wa_id : undefined;
    return { outcome: "accepted", provider_id: accepted.id, ...(customer_id && { customer_id }) };
  }
  if (status < 400 || status >= 500 || status === 408) return { outcome: "unknown" };
  const error = { code: `http_${status}`, title: "WhatsApp refused the message", detail: null };
  return status === 429 ? { outcome: "not_accepted", because: "rate", error } : { outcome: "refused", error };
}

const RETRY = "retry" as const;

/** For a whole file, in ms: less than its address is good for. */
const FILE_TIMEOUT = 4 * 60 * 1000;

/** A media id leads to an address that is good for five minutes, and only with our token. */
async function fetchMedia(access: WhatsAppAccess, { media_id }: Attachment): Promise<Response> {
  const found = media_id ? await callGraph(access, "GET", media_id) : null;
  const url = found?.kind === "answer" ? found.body?.url : undefined;
  if (typeof url !== "string") throw new ProblemError("unavailable", "WhatsApp doesn't give this file");
  const file = await fetch(url, {
    headers: { Authorization: `Bearer ${access.accessToken}` },
    redirect: "error",
    signal: AbortSignal.timeout(FILE_TIMEOUT),
  });
  if (!file.ok) throw new ProblemError("unavailable", "WhatsApp doesn't give this file");
  return file;
}

function describe(answer: GraphAnswer): string | number {
  return answer.kind === "answer" ? (answer.body?.error?.code ?? answer.status) : answer.kind;
}
