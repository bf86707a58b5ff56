import * as v from "valibot";
import { count, id, isoTime } from "./common.ts";
import { queryInteger } from "./query.ts";

/** What other systems can hear of. Notes among agents are never among it. */
export const outgoingEventName = v.picklist([
  "message.created",
  "message.updated",
  "conversation.created",
  "conversation.updated",
]);
export type OutgoingEventName = v.InferOutput<typeof outgoingEventName>;

/** Where another system hears of events. `disabled`: nothing is sent there until an admin makes it active again. */
export const webhookEndpoint = v.object({
  endpoint_id: id,
  url: v.string(),
  description: v.nullable(v.string()),
  events: v.array(outgoingEventName),
  status: v.picklist(["active", "disabled"]),
  /** In a sentence; null while it is active. */
  disabled_reason: v.nullable(v.string()),
  /** Since when nothing got through; null when the last attempt did. */
  failing_since: v.nullable(isoTime),
  created_at: isoTime,
  version: count,
});
export type WebhookEndpoint = v.InferOutput<typeof webhookEndpoint>;

/** One try to hand over one event. Without an answer `status` is null and `error` says why. */
export const deliveryAttempt = v.object({
  at: isoTime,
  status: v.nullable(count),
  error: v.nullable(v.string()),
  /** ms */
  duration: count,
});
export type DeliveryAttempt = v.InferOutput<typeof deliveryAttempt>;

/** One event for one endpoint, with what became of it. */
export const webhookDelivery = v.object({
  delivery_id: id,
  endpoint_id: id,
  /** The `webhook-id` that it is sent with, each time the same: receivers tell repeats by it. */
  event_id: id,
  event: outgoingEventName,
  conversation_id: id,
  status: v.picklist(["pending", "delivered", "failed"]),
  /** The newest ones, oldest first. */
  attempts: v.array(deliveryAttempt),
  next_attempt_at: v.nullable(isoTime),
  created_at: isoTime,
});
export type WebhookDelivery = v.InferOutput<typeof webhookDelivery>;

const url = v.pipe(v.string(), v.maxLength(2048), v.url("a URL"));
const description = v.nullable(v.pipe(v.string(), v.maxLength(200)));
const events = v.pipe(
  v.array(outgoingEventName),
  v.minLength(1),
  v.maxLength(outgoingEventName.options.length),
);

export const createEndpointBody = v.strictObject({
  url,
  description: v.optional(description, null),
  events,
});
export const updateEndpointBody = v.pipe(
  v.strictObject({
    url: v.optional(url),
    description: v.optional(description),
    events: v.optional(events),
    status: v.optional(webhookEndpoint.entries.status),
  }),
  v.check((body) => Object.keys(body).length > 0, "at least one of url, description, events, status"),
);
export type UpdateEndpointBody = v.InferOutput<typeof updateEndpointBody>;

export const endpointAnswer = v.object({ endpoint: webhookEndpoint });
/** The secret is shown this once. */
export const createdEndpointAnswer = v.object({ endpoint: webhookEndpoint, secret: v.string() });
export const endpointsAnswer = v.object({ endpoints: v.array(webhookEndpoint) });

export const listDeliveriesQuery = v.strictObject({
  limit: v.optional(queryInteger(1, 100)),
  /** The last `delivery_id` of the page before. */
  after: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,128}$/, "a delivery_id"))),
});
export const deliveriesAnswer = v.object({ deliveries: v.array(webhookDelivery), has_more: v.boolean() });
export const deliveryAnswer = v.object({ delivery: webhookDelivery });
