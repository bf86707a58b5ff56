import type { Conversation } from "@live-chat/contract/conversation.ts";
import { useComputed } from "@preact/signals";
import { eraseCustomer } from "../actions/erase-customer.ts";
import { words } from "../language/words.ts";
import { sameCustomer } from "../state/conversation-list.ts";
import { useApp } from "./app-context.ts";
import { customerName } from "./customer-name.ts";
import { Confirm } from "./form/confirm.tsx";

type Props = { conversation: Conversation; onClose: () => void };

/** Asks an admin to type the customer's name before everything of theirs goes for good. */
export default function EraseCustomer({ conversation, onClose }: Props) {
  const app = useApp();
  const others = useComputed(() => sameCustomer(app.store.state.value, conversation).length).value;
  const w = words.value;
  const name = customerName(conversation, w);
  return (
    <Confirm
      title={w.erase.title}
      action={w.erase.action}
      typed={{ wanted: name, label: w.erase.type(name) }}
      work={() => eraseCustomer(app, conversation.conversation_id)}
      onClose={onClose}
    >
      <p>{w.erase.what}</p>
      <p>{w.erase.keeps}</p>
      {others > 0 && (
        <p>
          <strong>{w.erase.others(others)}</strong>
        </p>
      )}
    </Confirm>
  );
}
