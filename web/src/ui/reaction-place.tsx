import type { Message } from "@live-chat/contract/message.ts";
import { signal } from "@preact/signals";
import { words } from "../language/words.ts";
import { Icon } from "./icon.tsx";
import { ReactionPicker } from "./reaction-picker.tsx";

/** The message that a reaction is being chosen for, and what it was asked from. */
const reactingTo = signal<{ message: Message; anchor: HTMLElement } | null>(null);

/** Opens the choice of reactions to a message. */
export function ReactButton({ message }: { message: Message }) {
  const { react } = words.value.reactions;
  const open = reactingTo.value?.message.message_id === message.message_id;
  return (
    <button
      class="icon-button bubble-action"
      type="button"
      aria-label={react}
      aria-haspopup="dialog"
      aria-expanded={open}
      title={react}
      onClick={(event) => {
        reactingTo.value = open ? null : { message, anchor: event.currentTarget };
      }}
    >
      <Icon name="smile" small />
    </button>
  );
}

/** Where reactions are chosen: one place for all messages, as their rows come and go. */
export function ReactionPlace() {
  const chosen = reactingTo.value;
  if (!chosen) return null;
  const close = () => {
    reactingTo.value = null;
  };
  return <ReactionPicker key={chosen.message.message_id} {...chosen} onClose={close} />;
}
