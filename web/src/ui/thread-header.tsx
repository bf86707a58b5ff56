import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useComputed } from "@preact/signals";
import { words } from "../language/words.ts";
import { typistsIn } from "../state/together.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.tsx";
import { ConnectionWord } from "./connection-word.tsx";
import { customerName } from "./customer-name.ts";
import { Icon } from "./icon.tsx";
import { addressOf } from "./route.ts";
import { ThreadActions } from "./thread-actions.tsx";
import { ThreadViewers } from "./thread-viewers.tsx";
import { WindowLeft } from "./window-left.tsx";
import "./thread-header.css";

type Props = { conversation: Conversation | undefined; details: boolean; onDetails: () => void };

/** Who the conversation is with, whose it is, and what can be done with it. */
export function ThreadHeader({ conversation, details, onDetails }: Props) {
  const w = words.value;
  return (
    <header class="thread-header">
      <a class="icon-button thread-back" href={addressOf(null)} aria-label={w.back}>
        <Icon name="back" />
      </a>
      {conversation ? (
        <Known conversation={conversation} details={details} onDetails={onDetails} />
      ) : (
        <span class="skeleton thread-header-skeleton" />
      )}
    </header>
  );
}

type KnownProps = Props & { conversation: Conversation };

function Known({ conversation, details, onDetails }: KnownProps) {
  const { store } = useApp();
  const agentId = useComputed(() => store.state.value.agent.id).value;
  const typing = useComputed(() => {
    const typists = typistsIn(store.state.value, conversation.conversation_id);
    return typists.map((one) => one.name ?? words.value.authors.agent).join(", ");
  }).value;
  const { assignee, status, channel, name } = conversation;
  const w = words.value;
  const owner = !assignee
    ? w.unassigned
    : assignee.id === agentId
      ? w.assignedToYou
      : w.assignedTo(assignee.name ?? "");
  const facts = [
    w.channels[channel],
    secondPhone(conversation),
    owner,
    status !== "open" && w.statuses[status],
  ];
  return (
    <>
      <Avatar id={conversation.conversation_id} name={name} small />
      <div class="thread-header-who">
        <h1 class="ellipsis">
          <button type="button" aria-expanded={details} title={w.showDetails} onClick={onDetails}>
            <bdi>{customerName(conversation, w)}</bdi>
          </button>
        </h1>
        <p class="ellipsis">
          <ConnectionWord />
          {typing ? (
            <em class="thread-header-typing">{w.typing(typing)}</em>
          ) : (
            <span>
              {facts
                .filter((part) => typeof part === "string")
                .map(isolate)
                .join(" · ")}
            </span>
          )}
        </p>
      </div>
      <WindowLeft conversation={conversation} />
      <ThreadViewers conversationId={conversation.conversation_id} />
      <ThreadActions conversation={conversation} agentId={agentId} />
    </>
  );
}

/** Keeps a part in its own direction among others: a number's plus stays in front of it. */
function isolate(text: string): string {
  return `\u2068${text}\u2069`;
}

/** The number, unless it already stands there in place of a name. */
function secondPhone({ name, phone }: Conversation): string | null {
  const digits = (text: string | null) => text?.replace(/\D/g, "");
  return name && digits(name) !== digits(phone) ? phone : null;
}
