import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { downloadTranscript } from "../actions/download-transcript.ts";
import { findSameCustomer } from "../actions/find-same-customer.ts";
import { updateConversation } from "../actions/update-conversation.ts";
import { words } from "../language/words.ts";
import { sameCustomer } from "../state/conversation-list.ts";
import { fullTime } from "../text/times.ts";
import { useApp } from "./app-context.ts";
import { AssigneeField } from "./assignee-field.tsx";
import { Avatar } from "./avatar.tsx";
import { CustomerName, NoteAbout } from "./customer-fields.tsx";
import { CustomerLabels } from "./customer-labels.tsx";
import { EraseButton } from "./erase-button.tsx";
import { Icon } from "./icon.tsx";
import { addressOf } from "./route.ts";
import { useFocusBack } from "./use-focus-back.ts";
import "./customer-panel.css";

type Props = { conversation: Conversation; onClose: () => void };

/** Who the customer is, beside the conversation. */
export function CustomerPanel({ conversation, onClose }: Props) {
  const { place, giveBack } = useFocusBack<HTMLElement>();
  const w = words.value;
  return (
    <aside class="customer-panel" aria-label={w.details} ref={place}>
      <header class="customer-panel-head">
        <h1 tabIndex={-1}>{w.details}</h1>
        <button
          class="icon-button"
          type="button"
          aria-label={w.close}
          onClick={() => {
            onClose();
            giveBack();
          }}
        >
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
      <div class="customer-section customer-last">
        <Block conversation={conversation} />
        <EraseButton conversation={conversation} />
      </div>
    </aside>
  );
}

function Facts({ conversation }: { conversation: Conversation }) {
  const w = words.value;
  const { phone, channel, account, created_at, status } = conversation;
  const facts: [string, string | null][] = [
    [w.facts.phone, phone],
    [w.facts.channel, `${w.channels[channel]} · ${account}`],
    [w.facts.status, w.statuses[status]],
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
      <div>
        <dt>{w.facts.assignee}</dt>
        <dd>
          <AssigneeField conversation={conversation} />
        </dd>
      </div>
    </dl>
  );
}

function Block({ conversation }: { conversation: Conversation }) {
  const app = useApp();
  const w = words.value;
  const { blocked, conversation_id } = conversation;
  return (
    <button
      class="button customer-block"
      type="button"
      onClick={() => void updateConversation(app, conversation_id, { blocked: !blocked })}
    >
      <Icon name={blocked ? "check" : "revoked"} small /> {blocked ? w.unblock : w.block}
    </button>
  );
}

/** The same person may have written to several numbers of ours, or on several channels. */
function SameCustomer({ conversation }: { conversation: Conversation }) {
  const app = useApp();
  const w = words.value;
  const others = useComputed(() => sameCustomer(app.store.state.value, conversation)).value;
  useEffect(() => void findSameCustomer(app, conversation), [app, conversation.conversation_id]);
  if (others.length === 0) return null;
  return (
    <section class="customer-section">
      <h2>{w.sameCustomer}</h2>
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
