import type { WebhookEndpoint } from "@live-chat/contract/webhook-endpoints.ts";
import { useState } from "preact/hooks";
import { deleteEndpoint, updateEndpoint } from "../../actions/integrations.ts";
import { words } from "../../language/words.ts";
import { problemText } from "../../text/problem-text.ts";
import { useApp } from "../app-context.ts";
import { AddButton } from "../form/buttons.tsx";
import { Confirm } from "../form/confirm.tsx";
import { Failure } from "../form/failure.tsx";
import { Nothing, Part } from "../form/part.tsx";
import { Records } from "../form/records.tsx";
import { Section } from "../form/section.tsx";
import { useSaving } from "../form/use-saving.ts";
import { EndpointForm } from "./endpoint-form.tsx";
import { EndpointRecord } from "./endpoint-record.tsx";

type Opened = { edit: WebhookEndpoint | null } | { remove: WebhookEndpoint };

/** Where other systems hear of what happens. */
export function Webhooks() {
  const app = useApp();
  const [opened, setOpened] = useState<Opened | null>(null);
  const { save, failure } = useSaving();
  const w = words.value;
  const close = () => setOpened(null);
  return (
    <Section
      hint={w.settings.webhooksHint}
      actions={<AddButton label={w.settings.newEndpoint} onClick={() => setOpened({ edit: null })} />}
    >
      {failure && <Failure>{problemText(failure, w)}</Failure>}
      <Part name="endpoints">
        {(endpoints) =>
          endpoints.length === 0 ? (
            <Nothing>{w.settings.noEndpoints}</Nothing>
          ) : (
            <Records label={w.settings.sections.webhooks}>
              {endpoints.map((endpoint) => (
                <EndpointRecord
                  key={endpoint.endpoint_id}
                  endpoint={endpoint}
                  onStatus={(status) =>
                    void save(() => updateEndpoint(app, endpoint.endpoint_id, { status }))
                  }
                  onEdit={() => setOpened({ edit: endpoint })}
                  onRemove={() => setOpened({ remove: endpoint })}
                />
              ))}
            </Records>
          )
        }
      </Part>
      {opened && "edit" in opened && <EndpointForm endpoint={opened.edit} onClose={close} />}
      {opened && "remove" in opened && (
        <Confirm
          title={w.settings.deleteEndpoint}
          action={w.settings.delete}
          work={() => deleteEndpoint(app, opened.remove)}
          onClose={close}
        >
          <p>
            <bdi dir="ltr">{opened.remove.url}</bdi>
          </p>
          <p>{w.settings.deleteEndpointHint}</p>
        </Confirm>
      )}
    </Section>
  );
}
