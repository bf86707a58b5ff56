import { useEffect, useRef, useState } from "preact/hooks";
import type { Account, Customer } from "../world.ts";
import type { Attempt, Place } from "./app.tsx";
import { Avatar } from "./avatar.tsx";
import { describe } from "./describe-message.ts";
import { addCustomer } from "./phone-api.ts";
import type { View } from "./use-phone.ts";

type Props = {
  view: View;
  account: Account;
  customer: Customer;
  go: (change: Partial<Place>) => void;
  attempt: Attempt;
};

/** Who has a phone; a tap takes it in hand. */
export function CustomerList({ view, account, customer, go, attempt }: Props) {
  const current = useRef<HTMLButtonElement>(null);
  useEffect(() => current.current?.scrollIntoView({ block: "nearest", inline: "nearest" }), [customer.id]);
  return (
    <nav class="customers" aria-label="Customers">
      <h1>Customers</h1>
      <label class="customers-account">
        They write to
        <select value={account.id} onChange={({ currentTarget }) => go({ account: currentTarget.value })}>
          {view.accounts.map(({ id, verified_name }) => (
            <option key={id} value={id}>
              {verified_name}
            </option>
          ))}
        </select>
      </label>
      <ul>
        {view.customers.map((it) => {
          const key = `${account.id}/${it.id}`;
          const last = view.chats.find((chat) => `${chat.account}/${chat.customer}` === key)?.last;
          const unseen = view.unseen[key]?.length ?? 0;
          return (
            <li key={it.id}>
              <button
                type="button"
                class="customer"
                ref={it.id === customer.id ? current : null}
                aria-current={it.id === customer.id}
                onClick={() => go({ customer: it.id })}
              >
                <Avatar name={it.name} />
                <span class="customer-name">{it.name}</span>
                <span class="customer-line">{last ? describe(last) : whoIs(it)}</span>
                {unseen > 0 && <span class="customer-unseen">{unseen}</span>}
              </button>
            </li>
          );
        })}
      </ul>
      <AddCustomer attempt={attempt} go={go} />
    </nav>
  );
}

export function whoIs({ phone, username, reachable }: Customer): string {
  if (!reachable) return "has no WhatsApp";
  return phone ? `+${phone}` : `@${username ?? "no number"}`;
}

function AddCustomer({ attempt, go }: Pick<Props, "attempt" | "go">) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  if (!open) {
    return (
      <button type="button" class="customers-add" onClick={() => setOpen(true)}>
        Add a customer
      </button>
    );
  }
  const add = async () => {
    const { id } = await addCustomer(name, phone.replace(/\D/g, ""));
    setOpen(false);
    go({ customer: id });
  };
  return (
    <form
      class="customers-form"
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(add());
      }}
    >
      <input
        aria-label="Name"
        placeholder="Name"
        required
        value={name}
        onInput={(it) => setName(it.currentTarget.value)}
      />
      <input
        aria-label="Phone number"
        placeholder="Phone number, with the country's code"
        inputMode="tel"
        required
        value={phone}
        onInput={(it) => setPhone(it.currentTarget.value)}
      />
      <button type="submit">Add</button>
    </form>
  );
}
