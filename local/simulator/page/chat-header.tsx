import { useRef } from "preact/hooks";
import type { Account, Customer } from "../world.ts";
import type { Attempt } from "./app.tsx";
import { Avatar } from "./avatar.tsx";
import { whoIs } from "./customer-list.tsx";
import { Icon } from "./icon.tsx";
import { type ChatApi, setCustomer } from "./phone-api.ts";

type Props = {
  account: Account;
  customer: Customer;
  api: ChatApi;
  attempt: Attempt;
  typing: boolean;
  blocked: boolean;
};

const DAY = 24 * 60 * 60_000;

/** Whose phone it is, with whom they chat, and the phone's switches. */
export function ChatHeader({ account, customer, api, attempt, typing, blocked }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  const toggle = (change: Partial<Customer>) => () => attempt(setCustomer(customer.id, change));
  const act = (action: string, input: Record<string, unknown>) => () => {
    if (menu.current) menu.current.open = false;
    void attempt(api.act(action, input));
  };
  return (
    <header class="phone-top">
      <p class="phone-owner">
        <span>{customer.name}</span>
        <span>{customer.online ? whoIs(customer) : "no connection"}</span>
      </p>
      <div class="phone-chat">
        <Avatar name={account.verified_name} shop />
        <p>
          <strong>{account.verified_name}</strong>
          <span>{typing ? "typing…" : account.display_phone_number}</span>
        </p>
        <details class="menu" ref={menu}>
          <summary aria-label="Phone settings">
            <Icon name="more" />
          </summary>
          <div class="menu-list">
            <label>
              <input
                type="checkbox"
                checked={customer.read_receipts}
                onChange={toggle({ read_receipts: !customer.read_receipts })}
              />
              Read receipts
            </label>
            <label>
              <input
                type="checkbox"
                checked={customer.online}
                onChange={toggle({ online: !customer.online })}
              />
              Connected
            </label>
            <button type="button" onClick={act("block", { blocked: !blocked })}>
              {blocked ? "Unblock this business" : "Block this business"}
            </button>
            <button type="button" onClick={act("age", { ms: DAY })}>
              Close the 24-hour window
            </button>
          </div>
        </details>
      </div>
    </header>
  );
}
