import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { loadPart } from "../actions/load-workspace.ts";
import { updateConversation } from "../actions/update-conversation.ts";
import { words } from "../language/words.ts";
import { useApp } from "./app-context.ts";

/** Whose conversation it is: anybody's who can come in, or nobody's. */
export function AssigneeField({ conversation }: { conversation: Conversation }) {
  const app = useApp();
  const agents = useComputed(() => app.store.state.value.workspace.agents ?? []).value;
  const me = useComputed(() => app.store.state.value.agent).value;
  const w = words.value;
  useEffect(() => void loadPart(app, "agents"), [app]);
  const { assignee, conversation_id } = conversation;
  const people = new Map(agents.filter((one) => !one.disabled).map(({ id, name }) => [id, name ?? id]));
  people.set(me.id, w.you);
  if (assignee && !people.has(assignee.id)) people.set(assignee.id, assignee.name ?? assignee.id);
  return (
    <select
      class="field"
      aria-label={w.facts.assignee}
      value={assignee?.id ?? ""}
      onChange={({ currentTarget: { value } }) =>
        void updateConversation(app, conversation_id, { assignee: value ? { id: value } : null })
      }
    >
      <option value="">{w.unassigned}</option>
      {[...people].map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
