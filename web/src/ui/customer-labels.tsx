import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useState } from "preact/hooks";
import { updateConversation } from "../actions/update-conversation.ts";
import { words } from "../language/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.tsx";

/** What the conversation is about, in words the team agreed on. */
export function CustomerLabels({ conversation }: { conversation: Conversation }) {
  const app = useApp();
  const [text, setText] = useState("");
  const w = words.value;
  const { labels, conversation_id: id } = conversation;
  const save = (next: string[]) => void updateConversation(app, id, { labels: next });
  const add = (event: Event) => {
    event.preventDefault();
    const label = text.trim();
    if (label && !labels.includes(label)) save([...labels, label]);
    setText("");
  };
  return (
    <section class="customer-section">
      <h3>{w.labels}</h3>
      <ul class="customer-labels">
        {labels.map((label) => (
          <li key={label}>
            <bdi>{label}</bdi>
            <button
              type="button"
              aria-label={w.removeLabel(label)}
              onClick={() => save(labels.filter((one) => one !== label))}
            >
              <Icon name="close" small />
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={add}>
        <input
          class="field customer-label-field"
          aria-label={w.addLabel}
          placeholder={w.addLabel}
          maxLength={40}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </form>
    </section>
  );
}
