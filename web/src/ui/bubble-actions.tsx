import type { Message } from "@live-chat/contract/message.ts";
import { useComputed } from "@preact/signals";
import { beginEdit } from "../actions/edit-note.ts";
import { words } from "../language/words.ts";
import { canReact } from "../state/reactions.ts";
import { useApp } from "./app-context.ts";
import { thisMoment } from "./clock.ts";
import { Icon, type IconName } from "./icon.tsx";
import { ReactButton } from "./reaction-place.tsx";
import "./bubble-actions.css";

type Props = { message: Message; agentId: string; onReply: (message: Message) => void };

/** What can be done with a message: seen while one points at it, tapped it, or came to it by the keyboard. */
export function BubbleActions({ message, agentId, onReply }: Props) {
  const app = useApp();
  const id = message.conversation_id;
  const conversation = useComputed(() => app.store.state.value.conversations.get(id)).value;
  const w = words.value;
  const mine = message.type === "note" && message.author.id === agentId;
  return (
    <div class="bubble-actions">
      <Action icon="reply" label={w.reply} onClick={() => onReply(message)} />
      {mine && <Action icon="edit" label={w.sending.editNote} onClick={() => beginEdit(app, message)} />}
      {canReact(message, conversation, thisMoment()) && <ReactButton message={message} />}
    </div>
  );
}

function Action({ icon, label, onClick }: { icon: IconName; label: string; onClick: () => void }) {
  return (
    <button
      class="icon-button bubble-action"
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <Icon name={icon} small />
    </button>
  );
}
