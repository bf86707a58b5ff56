import { useMemo, useState } from "preact/hooks";
import { ChaosPanel } from "./chaos-panel.tsx";
import { ChatScreen } from "./chat-screen.tsx";
import { CustomerList } from "./customer-list.tsx";
import { ChatApi } from "./phone-api.ts";
import { usePhone } from "./use-phone.ts";

/** The page: who has a phone, one of these phones, and what may go wrong. The address says which chat is open. */
export function App() {
  const [place, setPlace] = useState(readPlace);
  const { view, live } = usePhone(place.account, place.customer);
  const [problem, setProblem] = useState<string | null>(null);
  const api = useMemo(
    () => (place.account && place.customer ? new ChatApi(place.account, place.customer) : null),
    [place],
  );

  /** Does it and says what was wrong, if something was. */
  const attempt = async (work: Promise<unknown> | undefined) => {
    try {
      await work;
      setProblem(null);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  const go = (change: Partial<typeof place>) => {
    const next = { ...place, ...change };
    history.replaceState(null, "", `#${next.account}/${encodeURIComponent(next.customer ?? "")}`);
    setPlace(next);
    setProblem(null);
  };

  if (!view) return <p class="page-wait">{"Waiting for the simulator …"}</p>;
  const account = view.accounts.find(({ id }) => id === place.account);
  const customer = view.customers.find(({ id }) => id === place.customer);
  if (!account || !customer || !api) {
    go({ account: view.accounts[0]?.id ?? null, customer: view.customers[0]?.id ?? null });
    return null;
  }
  return (
    <div class="page">
      <CustomerList view={view} account={account} customer={customer} go={go} attempt={attempt} />
      <main class="stage">
        <ChatScreen
          key={`${account.id}/${customer.id}`}
          view={view}
          account={account}
          customer={customer}
          api={api}
          attempt={attempt}
        />
        {problem && (
          <p class="problem" role="alert">
            {problem}
            <button type="button" onClick={() => setProblem(null)}>
              OK
            </button>
          </p>
        )}
        {!live && <p class="problem">{"Reconnecting to the simulator …"}</p>}
      </main>
      <ChaosPanel chaos={view.chaos} webhooks={view.webhooks} attempt={attempt} />
    </div>
  );
}

export type Attempt = (work: Promise<unknown> | undefined) => Promise<void>;
export type Place = { account: string | null; customer: string | null };

function readPlace(): Place {
  const [account, customer] = location.hash.slice(1).split("/").map(decodeURIComponent);
  return { account: account || null, customer: customer || null };
}
