import type { Message, Reaction } from "@live-chat/contract/message.ts";
import { useComputed } from "@preact/signals";
import { react } from "../actions/react.ts";
import { words } from "../language/words.ts";
import { canReact, ownReaction, shownReactions } from "../state/reactions.ts";
import { useApp } from "./app-context.ts";
import { thisMoment } from "./clock.ts";
import "./reactions.css";

/** The reactions on a bubble; the one that the agent may take back is a button. */
export function Reactions({ message }: { message: Message }) {
  const app = useApp();
  const { conversation_id, message_id } = message;
  const agent = useComputed(() => app.store.state.value.agent).value;
  const conversation = useComputed(() => app.store.state.value.conversations.get(conversation_id)).value;
  const wish = useComputed(() => app.store.state.value.reacting.get(message_id)).value;
  const reactions = shownReactions(message, wish, agent);
  if (reactions.length === 0) return null;
  const own = ownReaction({ ...message, reactions: [...reactions] }, agent.id);
  const free = canReact(message, conversation, thisMoment());
  return (
    <span class="reactions">
      {[...groupByEmoji(reactions)].map(([emoji, group]) => (
        <Chip
          key={emoji}
          emoji={emoji}
          group={group}
          {...(free && own?.emoji === emoji && { onTakeBack: () => void react(app, message, "") })}
        />
      ))}
    </span>
  );
}

function groupByEmoji(reactions: readonly Reaction[]): Map<string, Reaction[]> {
  const groups = new Map<string, Reaction[]>();
  for (const one of reactions) groups.set(one.emoji, [...(groups.get(one.emoji) ?? []), one]);
  return groups;
}

type ChipProps = { emoji: string; group: Reaction[]; onTakeBack?: () => void };

function Chip({ emoji, group, onTakeBack }: ChipProps) {
  const w = words.value;
  const names = group.map(({ author }) => author.name ?? w.authors[author.kind]).join(", ");
  const pending = group.some(({ status }) => status === "queued");
  const wrong = group.some(({ error }) => error);
  const look = `reaction ${pending ? "reaction-pending" : ""} ${wrong ? "reaction-wrong" : ""}`;
  const count = group.length > 1 && <span class="reaction-count">{group.length}</span>;
  if (!onTakeBack) {
    return (
      <span class={look} title={names} role="img" aria-label={`${emoji} ${names}`}>
        {emoji}
        {count}
      </span>
    );
  }
  return (
    <button
      class={`${look} reaction-own`}
      type="button"
      title={names}
      aria-label={`${w.reactions.takeBack(emoji)} (${names})`}
      onClick={onTakeBack}
    >
      {emoji}
      {count}
    </button>
  );
}
