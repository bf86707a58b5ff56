import type { Conversation, ConversationStatus } from "@live-chat/contract/conversation.ts";
import { useComputed } from "@preact/signals";
import { markUnread } from "../actions/mark-unread.ts";
import { togglePin } from "../actions/pin-conversation.ts";
import { updateConversation } from "../actions/update-conversation.ts";
import type { App } from "../app.ts";
import { words } from "../language/words.ts";
import { typistsIn, viewersOf } from "../state/together.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.tsx";
import { customerName } from "./customer-name.ts";
import { Icon } from "./icon.tsx";
import { Menu, MenuAction } from "./menu.tsx";
import { addressOf } from "./route.ts";
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
          {typing ? (
            <em class="thread-header-typing">{w.typing(typing)}</em>
          ) : (
            facts
              .filter((part) => typeof part === "string")
              .map(isolate)
              .join(" · ")
          )}
        </p>
      </div>
      <Viewers conversationId={conversation.conversation_id} />
      <Actions conversation={conversation} agentId={agentId} />
    </>
  );
}

/** Unread again only lasts when the agent isn't looking any more. */
function leaveUnread(app: App, id: string): Promise<void> {
  window.location.hash = addressOf(null);
  return markUnread(app, id);
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

/** Colleagues who have the same conversation on their screen, so that two don't answer at once. */
function Viewers({ conversationId }: { conversationId: string }) {
  const { store } = useApp();
  const viewers = useComputed(() => viewersOf(store.state.value, conversationId)).value;
  const w = words.value;
  if (viewers.length === 0) return null;
  const names = viewers.map((viewer) => viewer.name ?? w.authors.agent).join(", ");
  return (
    <span class="thread-viewers" role="img" aria-label={w.viewing(names)} title={w.viewing(names)}>
      {viewers.slice(0, 3).map((viewer) => (
        <Avatar key={viewer.id} id={viewer.id} name={viewer.name} small />
      ))}
    </span>
  );
}

function Actions({ conversation, agentId }: { conversation: Conversation; agentId: string }) {
  const app = useApp();
  const { assignee, status, conversation_id: id } = conversation;
  const w = words.value;
  const pinned = useComputed(() => app.store.state.value.pinned.includes(id)).value;
  const mine = assignee?.id === agentId;
  const setStatus = (to: ConversationStatus) => void updateConversation(app, id, { status: to });
  const assign = () => void updateConversation(app, id, { assignee: { id: agentId } });
  return (
    <div class="thread-header-actions">
      {!assignee && (
        <button class="button thread-header-wide" type="button" onClick={assign}>
          <Icon name="assign" /> {w.assignToMe}
        </button>
      )}
      {status === "open" ? (
        <button
          class="button button-main thread-header-wide"
          type="button"
          onClick={() => setStatus("resolved")}
        >
          <Icon name="check" /> {w.resolve}
        </button>
      ) : (
        <button class="button thread-header-wide" type="button" onClick={() => setStatus("open")}>
          <Icon name="reload" /> {w.reopen}
        </button>
      )}
      <Menu label={w.moreActions} button={<Icon name="more" />}>
        <MenuAction icon="pin" label={pinned ? w.unpin : w.pin} onClick={() => void togglePin(app, id)} />
        <MenuAction icon="bell" label={w.markUnread} onClick={() => void leaveUnread(app, id)} />
        {!mine && (
          <MenuAction
            icon="assign"
            label={assignee ? w.takeOver(assignee.name ?? "") : w.assignToMe}
            onClick={assign}
          />
        )}
        {assignee && (
          <MenuAction
            icon="person"
            label={w.release}
            onClick={() => void updateConversation(app, id, { assignee: null })}
          />
        )}
        {status === "open" && <MenuAction icon="park" label={w.park} onClick={() => setStatus("waiting")} />}
        {status !== "resolved" && (
          <MenuAction icon="check" label={w.resolve} onClick={() => setStatus("resolved")} />
        )}
        {status !== "open" && <MenuAction icon="reload" label={w.reopen} onClick={() => setStatus("open")} />}
      </Menu>
    </div>
  );
}
