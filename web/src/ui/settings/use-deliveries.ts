import type { WebhookDelivery } from "@live-chat/contract/webhook-endpoints.ts";
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../app-context.ts";
import { useSaving } from "../form/use-saving.ts";

/** ms between two looks while something is about to be sent. */
const LOOK_AGAIN = 2000;
/** An attempt this near (ms) is worth waiting for. */
const SOON = 15_000;

/** The log of an endpoint, newest first; followed while something in it is under way. Null until it is here. */
export function useDeliveries(endpointId: string) {
  const { api } = useApp();
  const [deliveries, setDeliveries] = useState<WebhookDelivery[] | null>(null);
  const [more, setMore] = useState(false);
  const loading = useSaving();
  const replaying = useSaving();

  /** The newest page, or the one after this delivery. */
  const load = (after?: string) =>
    loading.save(async () => {
      const page = await api.listDeliveries(endpointId, after);
      setDeliveries((known) =>
        after ? [...(known ?? []), ...page.deliveries] : merge(known, page.deliveries),
      );
      setMore((before) => (after || !deliveries ? page.has_more : before));
    });
  const replay = (deliveryId: string) =>
    replaying.save(async () => {
      const { delivery } = await api.replayDelivery(endpointId, deliveryId);
      setDeliveries((known) => merge(known, [delivery]));
    });

  useEffect(() => void load(), [endpointId]);
  const pending = deliveries?.some(isSoon) ?? false;
  useEffect(() => {
    if (!pending) return;
    const timer = setInterval(() => void load(), LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [pending]);

  return { deliveries, more, failure: loading.failure, replayFailure: replaying.failure, load, replay };
}

function isSoon({ status, next_attempt_at }: WebhookDelivery): boolean {
  return status === "pending" && Date.parse(next_attempt_at ?? "") < Date.now() + SOON;
}

/** Newer news of those that are known, and what is new before them. */
function merge(known: WebhookDelivery[] | null, fresh: WebhookDelivery[]): WebhookDelivery[] {
  const byId = new Map([...(known ?? []), ...fresh].map((one) => [one.delivery_id, one]));
  return [...byId.values()].sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
}
