import type { WebhookDelivery, WebhookEndpoint } from "@live-chat/contract/webhook-endpoints.ts";
import { words } from "../../language/words.ts";
import { problemText } from "../../text/problem-text.ts";
import { dateAndTime, fullTime, shortTime } from "../../text/times.ts";
import { clock } from "../clock.ts";
import { Failure } from "../form/failure.tsx";
import { MoreButton } from "../form/more-button.tsx";
import { PartFailure, PartSkeleton } from "../form/part.tsx";
import { Tag } from "../form/records.tsx";
import { useDeliveries } from "./use-deliveries.ts";
import "./deliveries.css";

const TONES = { delivered: "good", failed: "bad", pending: "warning" } as const;

/** What was sent to an endpoint in the last seven days, and how that went. */
export function Deliveries({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { deliveries, more, failure, replayFailure, load, replay } = useDeliveries(endpoint.endpoint_id);
  const w = words.value;
  if (failure && !deliveries) return <PartFailure failure={failure} retry={() => void load()} />;
  if (!deliveries) return <PartSkeleton />;
  if (deliveries.length === 0) return <p>{w.settings.noDeliveries}</p>;
  return (
    <>
      {replayFailure && <Failure>{problemText(replayFailure, w)}</Failure>}
      <ul class="deliveries" aria-label={w.settings.showDeliveries}>
        {deliveries.map((delivery) => (
          <Delivery
            key={delivery.delivery_id}
            delivery={delivery}
            onReplay={endpoint.status === "active" ? () => void replay(delivery.delivery_id) : null}
          />
        ))}
      </ul>
      {more && <MoreButton onMore={() => load(deliveries.at(-1)!.delivery_id)} />}
    </>
  );
}

function Delivery({ delivery, onReplay }: { delivery: WebhookDelivery; onReplay: (() => void) | null }) {
  const w = words.value;
  const { event, status, attempts, created_at, next_attempt_at } = delivery;
  const last = attempts.at(-1);
  return (
    <li class="delivery" data-status={status}>
      <Tag tone={TONES[status]}>{w.settings.deliveryStatuses[status]}</Tag>
      <div class="delivery-what">
        <span>{w.settings.events[event]}</span>
        <span class="delivery-more">
          <time dateTime={created_at} title={fullTime(created_at, w.language)}>
            {shortTime(created_at, clock.value, w.language, w.now)}
          </time>
          {` · ${w.settings.attempts(attempts.length)}`}
          {last && ` · ${w.settings.attempt(last.status ?? last.error ?? "", last.duration)}`}
          {status === "pending" &&
            next_attempt_at &&
            ` · ${w.settings.nextAttempt(dateAndTime(next_attempt_at, w.language))}`}
        </span>
      </div>
      {onReplay && status !== "pending" && (
        <button class="button" type="button" onClick={onReplay}>
          {w.settings.replay}
        </button>
      )}
    </li>
  );
}
