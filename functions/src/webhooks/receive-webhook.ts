import { dropFirstPage } from "@live-chat/core/list-cache.ts";
import { log } from "@live-chat/core/logger.ts";
import type { RequestHandler } from "express";
import { receiveFromSources } from "../channels/api.ts";
import { receiveFromWhatsApp } from "../channels/whatsapp.ts";
import type { WebhookDependencies } from "../dependencies.ts";
import { ProblemError } from "../problem.ts";
import type { RawRequest } from "../read-body.ts";
import { keepRejectedItems } from "./keep-rejected-items.ts";
import { parseWebhookJson } from "./parse-webhook-json.ts";
import type { ParsedWebhook } from "./parsed-webhook.ts";
import { type Outcome, storeWebhook } from "./store-webhook.ts";
import { toReceipts } from "./to-receipts.ts";

/**
 * Hop 1: a webhook comes in. The signature is checked over the bytes, then they are parsed, stored (hop 2), and
 * only then answered: whatever got a 200 is committed, whatever got a 503 may be sent again.
 */
export function receiveWhatsAppWebhook({ db, redis, config }: WebhookDependencies): RequestHandler {
  const channel = receiveFromWhatsApp(config.whatsapp);
  return async (request: RawRequest, response) => {
    const rawBody = rawBodyOf(request);
    channel.verify(request.headers, rawBody);
    const parsed = channel.parse(parseWebhookJson(rawBody));
    const outcomes = await store({ db, redis }, parsed);
    logReceived("whatsapp", parsed, outcomes);
    await keepRejectedItems(db, "whatsapp", parsed.rejected);
    if (outcomes.some(isFailed)) throw new ProblemError("unavailable", "not everything was stored", RETRY);
    response.json({});
  };
}

/** The same for any other system; it gets a receipt for each message. */
export function receiveMessagesWebhook({ db, redis, config }: WebhookDependencies): RequestHandler {
  const channel = receiveFromSources(config.sources);
  return async (request: RawRequest, response) => {
    const rawBody = rawBodyOf(request);
    const source = String(request.params.source);
    channel.verify(request.headers, rawBody, source);
    const parsed = channel.parse(parseWebhookJson(rawBody), source);
    const outcomes = await store({ db, redis }, parsed);
    logReceived(source, parsed, outcomes);
    const { failed, ...receipts } = toReceipts(parsed, outcomes);
    if (failed.length > 0) {
      const extensions = { ...receipts, failed };
      throw new ProblemError("unavailable", "not everything was stored", { ...RETRY, extensions });
    }
    response.json(receipts);
  };
}

/** seconds */
const RETRY = { retryAfter: 1 };

async function store(
  { db, redis }: Pick<WebhookDependencies, "db" | "redis">,
  { items }: ParsedWebhook,
): Promise<Outcome[]> {
  if (items.length === 0) return [];
  const outcomes = await storeWebhook(db, items);
  await dropFirstPage(redis);
  return outcomes;
}

function logReceived(source: string, { items, rejected }: ParsedWebhook, outcomes: Outcome[]): void {
  const failed = outcomes.filter(isFailed).length;
  log("INFO", "webhook received", { source, items: items.length, rejected: rejected.length, failed });
}

const isFailed = ({ stored }: Outcome) => stored.outcome === "failed";

function rawBodyOf({ rawBody }: RawRequest): Buffer {
  return rawBody ?? Buffer.alloc(0);
}
