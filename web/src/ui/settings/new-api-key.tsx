import { type ApiKeyScope, apiKeyScope } from "@live-chat/contract/api-keys.ts";
import { useState } from "preact/hooks";
import { createApiKey } from "../../actions/integrations.ts";
import { words } from "../../language/words.ts";
import { useApp } from "../app-context.ts";
import { Checks } from "../form/checks.tsx";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { ShownOnce } from "../form/shown-once.tsx";
import { useSaving } from "../form/use-saving.ts";

/** Asks what the key is for, then shows it: once. */
export function NewApiKey({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const saving = useSaving();
  const w = words.value;
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<ApiKeyScope[]>(["conversations:read"]);
  const [key, setKey] = useState<string | null>(null);
  if (key) {
    return (
      <ShownOnce
        title={w.settings.keyReady}
        hint={w.settings.onceHint}
        label={w.settings.key}
        secret={key}
        onClose={onClose}
      />
    );
  }
  return (
    <FormDialog
      title={w.settings.newKey}
      action={w.settings.create}
      saving={saving}
      disabled={!name.trim() || scopes.length === 0}
      onSubmit={() => void saving.save(async () => setKey(await createApiKey(app, name.trim(), scopes)))}
      onClose={onClose}
    >
      <Field
        label={w.customerName}
        hint={w.settings.keyNameHint}
        maxLength={80}
        autocomplete="off"
        value={name}
        onValue={setName}
      />
      <Checks
        label={w.settings.mayDo}
        options={apiKeyScope.options.map((value) => ({
          value,
          label: w.settings.scopes[value],
          hint: w.settings.scopeHints[value],
        }))}
        chosen={scopes}
        onChoose={setScopes}
      />
    </FormDialog>
  );
}
