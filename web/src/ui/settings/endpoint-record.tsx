import type { WebhookEndpoint } from "@live-chat/contract/webhook-endpoints.ts";
import { useState } from "preact/hooks";
import { words } from "../../language/words.ts";
import { dateAndTime } from "../../text/times.ts";
import { Record, Tag } from "../form/records.tsx";
import { Icon } from "../icon.tsx";
import { Menu, MenuAction } from "../menu.tsx";
import { Deliveries } from "./deliveries.tsx";

type Props = {
  endpoint: WebhookEndpoint;
  onStatus: (status: WebhookEndpoint["status"]) => void;
  onEdit: () => void;
  onRemove: () => void;
};

/** One endpoint: what it hears, how it does, and on demand what was sent there. */
export function EndpointRecord({ endpoint, onStatus, onEdit, onRemove }: Props) {
  const [shown, setShown] = useState(false);
  const w = words.value;
  const { url, description, events, status, disabled_reason } = endpoint;
  return (
    <Record
      title={<bdi dir="ltr">{description || url}</bdi>}
      faint={status === "disabled"}
      tags={<State endpoint={endpoint} />}
      actions={
        <Menu label={w.settings.changesOf(description || url)} button={<Icon name="more" />}>
          <MenuAction icon="edit" label={w.settings.change} onClick={onEdit} />
          {status === "active" ? (
            <MenuAction icon="park" label={w.settings.pause} onClick={() => onStatus("disabled")} />
          ) : (
            <MenuAction icon="reload" label={w.settings.enable} onClick={() => onStatus("active")} />
          )}
          <MenuAction icon="trash" label={w.settings.delete} onClick={onRemove} />
        </Menu>
      }
      below={shown && <Deliveries endpoint={endpoint} />}
    >
      {description && (
        <p>
          <bdi dir="ltr">{url}</bdi>
        </p>
      )}
      <p>{events.map((event) => w.settings.events[event]).join(" · ")}</p>
      {disabled_reason && <p>{w.settings.disabledReasons[disabled_reason] ?? disabled_reason}</p>}
      <button class="text-button" type="button" aria-expanded={shown} onClick={() => setShown(!shown)}>
        {shown ? w.settings.hideDeliveries : w.settings.showDeliveries}
      </button>
    </Record>
  );
}

function State({ endpoint: { status, failing_since } }: { endpoint: WebhookEndpoint }) {
  const w = words.value;
  if (status === "disabled") return <Tag tone="bad">{w.settings.paused}</Tag>;
  if (!failing_since) return <Tag tone="good">{w.settings.active}</Tag>;
  const since = dateAndTime(failing_since, w.language);
  return <Tag tone="warning">{w.settings.failingSince(since)}</Tag>;
}
