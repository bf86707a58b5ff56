import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useEffect } from "preact/hooks";
import { loadPart } from "../actions/load-workspace.ts";
import { updateConversation } from "../actions/update-conversation.ts";
import { words } from "../language/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";
import { LabelChip } from "./label-chip.tsx";
import { LabelPicker } from "./label-picker.tsx";

/** What the conversation is about, in words the team agreed on. */
export function CustomerLabels({ conversation }: { conversation: Conversation }) {
  const app = useApp();
  const w = words.value;
  const { labels, conversation_id: id } = conversation;
  const save = (next: string[]) => void updateConversation(app, id, { labels: next });
  // An admin may have changed what is on offer.
  useEffect(() => void loadPart(app, "settings"), [app]);
  return (
    <section class="customer-section">
      <h2>{w.labels}</h2>
      {labels.length > 0 && (
        <ul class="customer-labels">
          {labels.map((label) => (
            <li key={label}>
              <LabelChip name={label}>
                <button
                  type="button"
                  aria-label={w.removeLabel(label)}
                  onClick={() => save(labels.filter((one) => one !== label))}
                >
                  <Icon name="close" small />
                </button>
              </LabelChip>
            </li>
          ))}
        </ul>
      )}
      <LabelPicker carried={labels} onAdd={(label) => !labels.includes(label) && save([...labels, label])} />
    </section>
  );
}
