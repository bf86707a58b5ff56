import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useComputed } from "@preact/signals";
import { words } from "../language/words.ts";
import { typistsIn } from "../state/together.ts";
import { previewOf } from "../text/preview.ts";
import { duration, fullTime, shortTime } from "../text/times.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.tsx";
import { clock } from "./clock.ts";
import { customerName } from "./customer-name.ts";
import { Icon } from "./icon.tsx";
import { MessageTicks } from "./message-ticks.tsx";
import { addressOf } from "./route.ts";
import { RowLabels } from "./row-labels.tsx";
import "./conversation-row.css";

/** px; the list counts on it. */
export const ROW_HEIGHT = 76;

/** ms a customer has waited when it begins to catch the eye. */
const LONG_WAIT = 60 * 60_000;

type Props = {
  conversation: Conversation;
  open: boolean;
  /** Whether Tab stops here, as it does by itself; in a long list the arrow keys reach every row. */
  tabStop?: boolean;
};

export function ConversationRow({ conversation, open, tabStop = true }: Props) {
  const w = words.value;
  const { unread_count: unread, last_activity_at: activity } = conversation;
  const name = customerName(conversation, w);
  const { store } = useApp();
  const pinned = useComputed(() => store.state.value.pinned.includes(conversation.conversation_id)).value;
  return (
    <a
      class={`conversation-row ${unread > 0 ? "conversation-row-unread" : ""}`}
      href={addressOf(conversation.conversation_id)}
      aria-current={open ? "true" : undefined}
      tabIndex={tabStop ? 0 : -1}
      data-testid="conversation-row"
      data-conversation-id={conversation.conversation_id}
    >
      <Avatar id={conversation.conversation_id} name={conversation.name} />
      <span class="conversation-row-top">
        <bdi class="conversation-row-name ellipsis">{name}</bdi>
        {pinned && <Icon name="pin" small />}
        <time dateTime={activity} title={fullTime(activity, w.language)}>
          {shortTime(activity, clock.value, w.language, w.now)}
        </time>
      </span>
      <span class="conversation-row-middle">
        <RowPreview conversation={conversation} />
        {unread > 0 && (
          <span class="unread-badge" data-testid="unread-badge">
            <span aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
            <span class="unseen">{w.unread(unread)}</span>
          </span>
        )}
      </span>
      <RowFacts conversation={conversation} />
    </a>
  );
}

function RowPreview({ conversation }: { conversation: Conversation }) {
  const { store } = useApp();
  const id = conversation.conversation_id;
  const draft = useComputed(() => store.state.value.drafts.get(id)?.text).value;
  const agentId = useComputed(() => store.state.value.agent.id).value;
  const w = words.value;
  const typing = useComputed(() => {
    const typists = typistsIn(store.state.value, id);
    return typists.map((one) => one.name ?? words.value.authors.agent).join(", ");
  }).value;
  if (typing) return <span class="conversation-row-preview conversation-row-typing">{w.typing(typing)}</span>;
  if (draft?.trim())
    return (
      <span class="conversation-row-preview">
        <span class="conversation-row-draft">{w.draft}:</span>
        <bdi class="ellipsis">{draft.slice(0, 120)}</bdi>
      </span>
    );
  const message = conversation.last_message;
  if (!message) return <span class="conversation-row-preview" />;
  const preview = previewOf(message, w);
  const ours = message.direction !== "inbound" && message.type !== "system";
  const author =
    message.author.id === agentId ? w.you : (message.author.name ?? w.authors[message.author.kind]);
  return (
    <span class="conversation-row-preview">
      {message.direction === "outbound" && <MessageTicks status={message.status} />}
      {preview.icon && <Icon name={preview.icon} small />}
      {ours && (
        <span class="conversation-row-author">
          <bdi>{author}</bdi>:
        </span>
      )}
      <bdi class="ellipsis">{preview.text}</bdi>
    </span>
  );
}

/** What decides who does something next: status, who has it, how long the customer has been waiting. */
function RowFacts({ conversation }: { conversation: Conversation }) {
  const { store } = useApp();
  const agentId = useComputed(() => store.state.value.agent.id).value;
  const { assignee, status, waiting_since, channel, labels } = conversation;
  const waiting = waiting_since ? clock.value - Date.parse(waiting_since) : 0;
  const w = words.value;
  return (
    <span class="conversation-row-facts">
      <span class="conversation-row-channel" title={w.channels[channel]}>
        <Icon name={channel} small />
      </span>
      <span class="unseen">{w.channels[channel]}</span>
      {status !== "open" && <span class={`status-tag status-${status}`}>{w.statuses[status]}</span>}
      {waiting_since && status === "open" && waiting > 60_000 && (
        <span class={waiting > LONG_WAIT ? "conversation-row-waiting" : undefined}>
          {w.waitingFor(duration(waiting_since, clock.value, w.language))}
        </span>
      )}
      <RowLabels labels={labels} room={assignee && waiting_since ? 1 : 2} />
      <span class="conversation-row-assignee ellipsis">
        {assignee ? (assignee.id === agentId ? w.you : assignee.name) : ""}
      </span>
    </span>
  );
}
