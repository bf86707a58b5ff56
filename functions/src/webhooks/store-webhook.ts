import type { Firestore } from "@live-chat/core/documents.ts";
import { log } from "@live-chat/core/logger.ts";
import type { StoredItem } from "../messages/inbound-change.ts";
import { storeInbound } from "../messages/store-message.ts";
import { type CustomerGroup, groupByCustomer } from "./group-by-customer.ts";
import type { ParsedItem } from "./parsed-webhook.ts";

/** Conversations that one request stores at a time. */
const PARALLEL = 10;

/** What became of an item; `failed` may work when the webhook is repeated. */
export type Outcome = { index: number; stored: StoredItem | { outcome: "failed" } };

/**
 * Stores everything a webhook said, each customer in one transaction, several at a time. Returns an outcome per
 * item, by index; a failure for one customer doesn't keep the others from being stored.
 */
export async function storeWebhook(db: Firestore, items: ParsedItem[]): Promise<Outcome[]> {
  const waiting = groupByCustomer(items);
  const outcomes: Outcome[] = [];
  const work = async () => {
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      outcomes.push(...(await storeGroup(db, group)));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return outcomes.sort((one, other) => one.index - other.index);
}

async function storeGroup(db: Firestore, { customer, items }: CustomerGroup): Promise<Outcome[]> {
  try {
    const changes = items.map(({ change }) => change);
    const stored = await storeInbound(db, customer, changes);
    return items.map(({ index }, at) => ({ index, stored: stored[at] ?? { outcome: "failed" } }));
  } catch (error) {
    const { channel, account } = customer;
    log("ERROR", "webhook not stored", { channel, account, items: items.length, error: String(error) });
    return items.map(({ index }) => ({ index, stored: { outcome: "failed" } }));
  }
}
