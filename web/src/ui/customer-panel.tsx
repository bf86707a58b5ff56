import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useComputed } from "@preact/signals";
import { downloadTranscript } from "../actions/download-transcript.ts";
import { updateConversation } from "../actions/update-conversation.ts";
import { words } from "../language/words.ts";
import { byActivity } from "../state/conversation-list.ts";
import { fullTime } from "../text/times.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.tsx";
import { CustomerName, NoteAbout } from "./customer-fields.tsx";
import { CustomerLabels } from "./customer-labels.tsx";
import { Icon } from "./icon.tsx";
import { addressOf } from "./route.ts";
import "./customer-panel.css";

type Props = { conversation: Conversation; onClose: () => void };

/** Who the customer is, beside the conversation. */
export function CustomerPanel({ conversation, onClose }: Props) {
  const w = words.value;
  return (
    <aside class="customer-panel" aria-label={w.details}>
      <header class="customer-panel-head">
        <h2>{w.details}</h2>
        <button class="icon-button" type="button" aria-label={w.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div class="customer-panel-who">
        <Avatar id={conversation.conversation_id} name={conversation.name} />
        <CustomerName conversation={conversation} />
      </div>
      {conversation.blocked && <p class="customer-blocked">{w.blocked}</p>}
      <Facts conversation={conversation} />
      <CustomerLabels conversation={conversation} />
      <NoteAbout conversation={conversation} />
      <SameCustomer conversation={conversation} />
      <Transcript conversation={conversation} />
      <Block conversation={conversation} />
    </aside>
  );
}

function Facts({ conversation }: { conversation: Conversation }) {
  const w = words.value;
  const { phone, channel, account, created_at, status, assignee } = conversation;
  const facts: [string, string | null][] = [
    [w.facts.phone, phone],
    [w.facts.channel, `${w.channels[channel]} · ${account}`],
    [w.facts.status, w.statuses[status]],
    [w.facts.assignee, assignee ? assignee.name : w.unassigned],
    [w.facts.firstSeen, fullTime(created_at, w.language)],
  ];
  return (
    <dl class="customer-facts">
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

function Block({ conversation }: { conversation: Conversation }) {
  const app = useApp();
  const w = words.value;
  const { blocked, conversation_id } = conversation;
  return (
    <button
      class="text-button customer-block"
      type="button"
      onClick={() => void updateConversation(app, conversation_id, { blocked: !blocked })}
    >
      {blocked ? w.unblock : w.block}
    </button>
  );
}

/** The same person may have written to several numbers of ours, or on several channels. */
function SameCustomer({ conversation }: { conversation: Conversation }) {
  const { store } = useApp();
  const w = words.value;
  const { conversation_id, user_id, phone } = conversation;
  const others = useComputed(() =>
    [...store.state.value.conversations.values()]
      .filter((one) => one.conversation_id !== conversation_id)
      .filter((one) => one.user_id === user_id || (phone !== null && one.phone === phone))
      .sort(byActivity),
  ).value;
  if (others.length === 0) return null;
  return (
    <section class="customer-section">
      <h3>{w.sameCustomer}</h3>
      <ul>
        {others.map((one) => (
          <li key={one.conversation_id}>
            <a class="customer-other" href={addressOf(one.conversation_id)}>
              <Icon name={one.channel} small /> {w.channels[one.channel]} · {one.account}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Transcript({ conversation }: { conversation: Conversation }) {
  const app = useApp();
  const w = words.value;
  const id = conversation.conversation_id;
  return (
    <section class="customer-section">
      <button class="button" type="button" onClick={() => void downloadTranscript(app, id, "text")}>
        <Icon name="download" /> {w.exportText}
      </button>
      <button class="button" type="button" onClick={() => void downloadTranscript(app, id, "json")}>
        <Icon name="download" /> {w.exportJson}
      </button>
    </section>
  );
}
