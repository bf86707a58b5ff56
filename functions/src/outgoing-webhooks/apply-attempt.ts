import type { DeliveryAttempt } from "@live-chat/contract/webhook-endpoints.ts";
import type { DeliveryDocument, EndpointDocument } from "./documents.ts";

/** Seconds between one attempt and the next: together almost a day. */
export const DELAYS = [5, 300, 1_800, 7_200, 18_000, 28_800, 28_800];
/** Attempts that the log keeps. */
const KEPT_ATTEMPTS = 20;
/** Gone: the receiver wants nothing any more. */
const GONE = 410;

export type Applied = {
  endpoint: EndpointDocument;
  delivery: DeliveryDocument /** s */;
  retryIn: number | null;
};

/**
 * Pure. Takes an endpoint, a delivery and what its newest attempt came to; returns both after that, and when to try
 * again. An endpoint to which nothing got through while one event was tried for a day is disabled.
 */
export function applyAttempt(
  endpoint: EndpointDocument,
  delivery: DeliveryDocument,
  attempt: DeliveryAttempt,
): Applied {
  const tried: DeliveryDocument = {
    ...delivery,
    attempts: [...delivery.attempts, attempt].slice(-KEPT_ATTEMPTS),
    tries: delivery.tries + 1,
    next_attempt_at: null,
  };
  if (wasTaken(attempt)) {
    return {
      endpoint: { ...endpoint, failing_since: null },
      delivery: { ...tried, status: "delivered" },
      retryIn: null,
    };
  }
  const failing = { ...endpoint, failing_since: endpoint.failing_since ?? attempt.at };
  if (attempt.status === GONE) {
    const disabled = disable(failing, "The receiver answered 410 Gone: it wants no more events.");
    return { endpoint: disabled, delivery: { ...tried, status: "failed" }, retryIn: null };
  }
  const delay = DELAYS[delivery.tries];
  if (delay === undefined) {
    const endpoint = gotNothingSince(failing, tried) ? disable(failing, NOTHING_GOT_THROUGH) : failing;
    return { endpoint, delivery: { ...tried, status: "failed" }, retryIn: null };
  }
  const next_attempt_at = new Date(Date.parse(attempt.at) + delay * 1000).toISOString();
  return { endpoint: failing, delivery: { ...tried, next_attempt_at }, retryIn: delay };
}

const NOTHING_GOT_THROUGH =
  "Nothing got through for a day. Mend the receiver, make the endpoint active again, and replay what it missed.";

export const wasTaken = ({ status }: DeliveryAttempt) => status !== null && status >= 200 && status < 300;

function gotNothingSince(
  { failing_since }: EndpointDocument,
  { attempts, tries }: DeliveryDocument,
): boolean {
  const first = attempts.at(-tries);
  return failing_since !== null && first !== undefined && failing_since <= first.at;
}

function disable(endpoint: EndpointDocument, disabled_reason: string): EndpointDocument {
  return { ...endpoint, status: "disabled", disabled_reason };
}
