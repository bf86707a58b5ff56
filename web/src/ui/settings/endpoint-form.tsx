import { outgoingEventName, type WebhookEndpoint } from "@live-chat/contract/webhook-endpoints.ts";
import { useState } from "preact/hooks";
import { createEndpoint, updateEndpoint } from "../../actions/integrations.ts";
import { ProblemResponse } from "../../api/client.ts";
import { words } from "../../language/words.ts";
import { useApp } from "../app-context.ts";
import { Checks } from "../form/checks.tsx";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { ShownOnce } from "../form/shown-once.tsx";
import { useSaving } from "../form/use-saving.ts";

type Props = { endpoint: WebhookEndpoint | null; onClose: () => void };

/** Writes an endpoint; of a new one it then shows the secret: once. */
export function EndpointForm({ endpoint, onClose }: Props) {
  const app = useApp();
  const saving = useSaving();
  const w = words.value;
  const [url, setUrl] = useState(endpoint?.url ?? "");
  const [description, setDescription] = useState(endpoint?.description ?? "");
  const [events, setEvents] = useState(endpoint?.events ?? [...outgoingEventName.options]);
  const [secret, setSecret] = useState<string | null>(null);
  if (secret) {
    return (
      <ShownOnce
        title={w.settings.endpointReady}
        hint={w.settings.secretHint}
        label={w.settings.secret}
        secret={secret}
        onClose={onClose}
      />
    );
  }
  const refused =
    saving.failure instanceof ProblemResponse &&
    saving.failure.problem.errors?.some(({ pointer }) => pointer === "/url");
  const save = async () => {
    const body = { url: url.trim(), description: description.trim() || null, events };
    if (!endpoint) return setSecret(await createEndpoint(app, body));
    await updateEndpoint(app, endpoint.endpoint_id, body);
    onClose();
  };
  return (
    <FormDialog
      title={endpoint ? w.settings.change : w.settings.newEndpoint}
      action={endpoint ? w.save : w.settings.create}
      saving={saving}
      failureShown={refused === true}
      disabled={!URL.canParse(url.trim()) || events.length === 0}
      onSubmit={() => void saving.save(save)}
      onClose={onClose}
    >
      <Field
        label={w.settings.url}
        hint={w.settings.urlHint}
        error={refused ? w.settings.urlRefused : null}
        type="url"
        maxLength={2048}
        placeholder="https://"
        autocomplete="off"
        value={url}
        onValue={(next) => {
          setUrl(next);
          saving.clear();
        }}
      />
      <Field
        label={w.settings.description}
        maxLength={200}
        autocomplete="off"
        value={description}
        onValue={setDescription}
      />
      <Checks
        label={w.settings.hears}
        options={outgoingEventName.options.map((value) => ({ value, label: w.settings.events[value] }))}
        chosen={events}
        onChoose={setEvents}
      />
    </FormDialog>
  );
}
