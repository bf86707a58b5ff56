import { CALM, type ChaosSettings } from "../chaos-settings.ts";
import type { Attempt } from "./app.tsx";
import { calmChaos, setChaos, type WebhookCounts } from "./phone-api.ts";

type Props = { chaos: ChaosSettings; webhooks: WebhookCounts; attempt: Attempt };
type Shares = "duplicate" | "drop_delivered" | "lose_answer" | "lose_request";
type Switches = "shuffle" | "batch" | "window_closed" | "refuse_token";

const SHARES: [Shares, string][] = [
  ["duplicate", "Webhooks come twice"],
  ["drop_delivered", "“Delivered” never comes"],
  ["lose_answer", "Accepted, but the answer is lost"],
  ["lose_request", "Lost before it was accepted"],
];
const SWITCHES: [Switches, string][] = [
  ["shuffle", "Webhooks out of order"],
  ["batch", "Several webhooks in one"],
  ["window_closed", "24-hour windows are closed (131047)"],
  ["refuse_token", "The token has expired (190)"],
];
const ERRORS: [number, string][] = [
  [130429, "Rate limit hit"],
  [131056, "Pair rate limit hit"],
  [131000, "Something went wrong"],
  [131016, "Service unavailable"],
  [131026, "Undeliverable"],
  [131047, "Window closed"],
  [131049, "Too much marketing"],
  [131053, "Media upload error"],
  [368, "Account blocked"],
];

/** What is to go wrong between the phones and the dashboard. */
export function ChaosPanel({ chaos, webhooks, attempt }: Props) {
  const set = (change: Partial<ChaosSettings>) => attempt(setChaos(change));
  const calm = isCalm(chaos);
  return (
    <aside class="chaos" aria-label="Chaos">
      <h2>
        Chaos
        <button type="button" disabled={calm} onClick={() => attempt(calmChaos())}>
          Calm down
        </button>
      </h2>
      <p class="chaos-hint">What goes wrong between these phones and the dashboard.</p>
      {SHARES.map(([name, label]) => (
        <label class="chaos-share" key={name}>
          <span>{label}</span>
          <span>{`${Math.round(chaos[name] * 100)} %`}</span>
          <input
            type="range"
            min="0"
            max="1"
            step="0.05"
            value={chaos[name]}
            onChange={(it) => set({ [name]: Number(it.currentTarget.value) })}
          />
        </label>
      ))}
      <label class="chaos-share">
        <span>Webhooks come late, up to</span>
        <span>{`${chaos.delay / 1000} s`}</span>
        <input
          type="range"
          min="0"
          max="10000"
          step="500"
          value={chaos.delay}
          onChange={(it) => set({ delay: Number(it.currentTarget.value) })}
        />
      </label>
      {SWITCHES.map(([name, label]) => (
        <label class="chaos-switch" key={name}>
          <input type="checkbox" checked={chaos[name]} onChange={() => set({ [name]: !chaos[name] })} />
          {label}
        </label>
      ))}
      <label class="chaos-field">
        Sends fail with
        <select
          value={String(chaos.error_code ?? "")}
          onChange={(it) => set({ error_code: Number(it.currentTarget.value) || null })}
        >
          <option value="">no error</option>
          {ERRORS.map(([code, title]) => (
            <option key={code} value={code}>{`${code} ${title}`}</option>
          ))}
        </select>
      </label>
      <label class="chaos-field">
        … told by
        <select
          value={chaos.error_by}
          onChange={(it) => set({ error_by: it.currentTarget.value as ChaosSettings["error_by"] })}
        >
          <option value="answer">the answer</option>
          <option value="status">a later status</option>
        </select>
      </label>
      <label class="chaos-field">
        Sends per second
        <input
          type="number"
          min="0"
          placeholder="any"
          value={chaos.rate_limit ?? ""}
          onChange={(it) =>
            set({ rate_limit: it.currentTarget.value === "" ? null : Number(it.currentTarget.value) })
          }
        />
      </label>
      <label class="chaos-field">
        Seed
        <input
          type="number"
          value={chaos.seed}
          onChange={(it) => set({ seed: Number(it.currentTarget.value) })}
        />
      </label>
      <dl class="chaos-webhooks">
        <dt>Webhooks taken</dt>
        <dd>{webhooks.taken}</dd>
        <dt>on their way</dt>
        <dd>{webhooks.pending}</dd>
        <dt>tries not taken</dt>
        <dd class={webhooks.refused > 0 ? "chaos-warning" : ""}>{webhooks.refused}</dd>
      </dl>
    </aside>
  );
}

function isCalm({ seed: _, error_share: __, error_by: ___, ...rest }: ChaosSettings): boolean {
  return JSON.stringify({ ...CALM, ...rest }) === JSON.stringify(CALM);
}
