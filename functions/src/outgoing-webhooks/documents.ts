import type { WebhookDelivery, WebhookEndpoint } from "@live-chat/contract/webhook-endpoints.ts";
import type { CollectionReference, Firestore, Timestamp } from "firebase-admin/firestore";

export type EndpointDocument = WebhookEndpoint & {
  /** `whsec_…`, as Standard Webhooks write it. */
  secret: string;
};

export type DeliveryDocument = WebhookDelivery & {
  /** What is sent, the same each time but for the links to files. */
  body: string;
  /** How often it was tried since it was made or last replayed; with `replays` it names the next attempt. */
  tries: number;
  replays: number;
  /** Firestore's TTL removes it then. */
  expires_at: Timestamp;
};

export const endpoints = (db: Firestore) =>
  db.collection("webhook_endpoints") as CollectionReference<EndpointDocument>;
export const deliveries = (db: Firestore, endpointId: string) =>
  endpoints(db).doc(endpointId).collection("webhook_deliveries") as CollectionReference<DeliveryDocument>;

/** The endpoint as admins see it: without its secret. */
export function toEndpoint({ secret, ...endpoint }: EndpointDocument): WebhookEndpoint {
  return endpoint;
}

/** The delivery as it stands in the log: without what was said. */
export function toDelivery(document: DeliveryDocument): WebhookDelivery {
  const { body, tries, replays, expires_at, ...delivery } = document;
  return delivery;
}
