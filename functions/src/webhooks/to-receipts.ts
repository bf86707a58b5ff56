import type { MessagesWebhookAnswer } from "@live-chat/contract/messages-webhook.ts";
import type { ParsedWebhook } from "./parsed-webhook.ts";
import type { Outcome } from "./store-webhook.ts";

type Receipts = Required<MessagesWebhookAnswer>;

/** Pure. Takes what came and what became of it, returns a receipt for each message. */
export function toReceipts({ items, rejected }: ParsedWebhook, outcomes: Outcome[]): Receipts {
  const receipts: Receipts = {
    accepted: [],
    duplicates: [],
    rejected: rejected.map(toRejection),
    failed: [],
  };
  const ids = new Map(
    items.map(({ index, change }) => [index, change.kind === "message" ? change.provider_id : ""]),
  );
  for (const { index, stored } of outcomes) addReceipt(receipts, index, ids.get(index) ?? "", stored);
  receipts.rejected.sort((one, other) => one.index - other.index);
  return receipts;
}

function addReceipt(receipts: Receipts, index: number, id: string, stored: Outcome["stored"]): void {
  if (stored.outcome === "stored") {
    const { conversation_id, message_id, seq, duplicate } = stored;
    receipts[duplicate ? "duplicates" : "accepted"].push({ index, id, conversation_id, message_id, seq });
  } else if (stored.outcome === "id_reused") {
    const detail = "this id was used for another message";
    receipts.rejected.push({ index, code: "id_reused", pointer: "/id", detail });
  } else {
    receipts.failed.push({ index, code: "unavailable" });
  }
}

function toRejection({ index, errors }: ParsedWebhook["rejected"][number]) {
  const [error] = errors;
  return { index, code: "bad_request", pointer: error?.pointer ?? "", detail: error?.detail ?? "" };
}
