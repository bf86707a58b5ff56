import type { AgentRole } from "@live-chat/contract/common.ts";
import { useState } from "preact/hooks";
import { inviteAgent } from "../../actions/agents.ts";
import { words } from "../../language/words.ts";
import { useApp } from "../app-context.ts";
import { Choice } from "../form/choice.tsx";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { ShownOnce } from "../form/shown-once.tsx";
import { useSaving } from "../form/use-saving.ts";

const ROLES = ["agent", "admin"] as const;

/** Asks who comes, then shows the link by which they choose their password: once. */
export function InviteAgent({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const saving = useSaving();
  const w = words.value;
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<AgentRole>("agent");
  const [link, setLink] = useState<string | null>(null);
  if (link) {
    return (
      <ShownOnce
        title={w.settings.invited}
        hint={w.settings.invitedHint(window.location.origin)}
        label={w.settings.signInLink}
        secret={link}
        onClose={onClose}
      />
    );
  }
  const invite = async () => {
    const named = name.trim() && { name: name.trim() };
    setLink(await inviteAgent(app, { email: email.trim(), ...named, role }));
  };
  return (
    <FormDialog
      title={w.settings.invite}
      action={w.settings.makeLink}
      saving={saving}
      disabled={!/^\S+@\S+\.\S+$/.test(email.trim())}
      onSubmit={() => void saving.save(invite)}
      onClose={onClose}
    >
      <Field label={w.email} type="email" autocomplete="off" value={email} onValue={setEmail} required />
      <Field
        label={w.customerName}
        hint={w.settings.agentNameHint}
        maxLength={100}
        autocomplete="off"
        value={name}
        onValue={setName}
      />
      <Choice
        label={w.settings.role}
        options={ROLES.map((value) => ({ value, label: w.settings.roles[value] }))}
        chosen={role}
        onChoose={setRole}
      />
      <p class="form-dialog-text">{w.settings.roleHints[role]}</p>
    </FormDialog>
  );
}
