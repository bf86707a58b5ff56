import type { GraphError } from "../graph/graph-error.ts";
import type { Customer } from "../world.ts";
import type { WebhookValue } from "./post-webhooks.ts";

/** A message on its way to a customer. */
export type Outbound = {
  wamid: string;
  customer: Customer | null;
  /** By which it was addressed. */
  address: { phone: string } | { user_id: string };
  opaque: string | null;
  category: "service" | "utility" | "marketing" | "authentication";
  /** Its conversation, as Meta counts them. */
  conversation: { id: string; expires_at: number };
};

export type StatusName = "sent" | "delivered" | "read" | "failed";

/** Pure. The `value` of a status webhook; `at` in ms. `billed`: it is the first to say how the message is priced. */
export function toStatus(
  outbound: Outbound,
  status: StatusName,
  at: number,
  { error = null, priced = false }: { error?: GraphError | null; priced?: boolean } = {},
): WebhookValue {
  const { wamid, customer, address, opaque } = outbound;
  const phone = "phone" in address ? address.phone : (customer?.phone ?? null);
  const userId = "user_id" in address ? address.user_id : status === "failed" ? null : customer?.user_id;
  return {
    ...(status === "failed" || !customer
      ? {}
      : { contacts: [toContact(customer, phone, status !== "sent")] }),
    statuses: [
      {
        id: wamid,
        status,
        timestamp: `${Math.floor(at / 1000)}`,
        ...(phone ? { recipient_id: phone } : {}),
        ...(userId ? { recipient_user_id: userId } : {}),
        ...(opaque === null ? {} : { biz_opaque_callback_data: opaque }),
        ...(priced ? toPricing(outbound, status) : {}),
        ...(error ? { errors: [error.toStatusError()] } : {}),
      },
    ],
  };
}

function toPricing({ category, conversation }: Outbound, status: StatusName) {
  const free = category === "service";
  return {
    conversation: {
      id: conversation.id,
      ...(status === "sent" ? { expiration_timestamp: `${Math.floor(conversation.expires_at / 1000)}` } : {}),
      origin: { type: category },
    },
    pricing: {
      billable: !free,
      pricing_model: "PMP",
      category,
      type: free ? "free_customer_service" : "regular",
    },
  };
}

/** How a webhook introduces a customer. */
export function toContact({ name, user_id, username }: Customer, phone: string | null, withUsername = true) {
  return {
    profile: { name, ...(username && withUsername ? { username } : {}) },
    ...(phone ? { wa_id: phone } : {}),
    user_id,
  };
}
