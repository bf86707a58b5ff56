import type { Agent } from "@live-chat/contract/agents.ts";
import { useState } from "preact/hooks";
import { updateAgent } from "../../actions/agents.ts";
import { words } from "../../language/words.ts";
import { useApp } from "../app-context.ts";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { useSaving } from "../form/use-saving.ts";
import { agentName } from "./agent-record.tsx";

export function RenameAgent({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const app = useApp();
  const saving = useSaving();
  const [name, setName] = useState(agentName(agent));
  const w = words.value;
  const save = async () => {
    if (await saving.save(() => updateAgent(app, agent.id, { name: name.trim() }))) onClose();
  };
  return (
    <FormDialog
      title={w.settings.rename}
      action={w.save}
      saving={saving}
      disabled={!name.trim()}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Field
        label={w.customerName}
        hint={w.settings.renameAgentHint}
        maxLength={100}
        value={name}
        onValue={setName}
      />
    </FormDialog>
  );
}
