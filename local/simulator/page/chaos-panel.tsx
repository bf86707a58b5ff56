import { CALM, type ChaosSettings } from "../chaos-settings.ts";
import { ERRORS } from "../graph/error-codes.ts";
import type { Attempt } from "./app.tsx";
import { calmChaos, setChaos, type WebhookCounts } from "./phone-api.ts";

type Props = { chaos: ChaosSettings; webhooks: WebhookCounts; attempt: Attempt };
type Shares = "duplicate" | "drop_delivered" | "lose_answer" | "lose_request" | "no_answer";
type Times = "delay" | "slow";
type Switches = "shuffle" | "batch" | "window_closed" | "refuse_token";

const SHARES: [Shares, string][] = [
  ["duplicate", "Webhooks come twice"],
  ["drop_delivered", "“Delivered” never comes"],
  ["lose_answer", "Accepted, but the answer is lost"],
  ["lose_request", "Lost before it was accepted"],
  ["no_answer", "Never answered, accepted or not"],
];
const TIMES: [Times, string][] = [
  ["delay", "Webhooks come late, up to"],
  ["slow", "Sends take up to"],
];
const SWITCHES: [Switches, string][] = [
  ["shuffle", "Webhooks out of order"],
  ["batch", "Several webhooks in one"],
  ["window_closed", "24-hour windows are closed (131047)"],
  ["refuse_token", "The token has expired (190)"],
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
        <Share key={name} label={label} value={chaos[name]} onChange={(it) => set({ [name]: it })} />
      ))}
      {TIMES.map(([name, label]) => (
        <label class="chaos-share" key={name}>
          <span>{label}</span>
          <span>{`${chaos[name] / 1000} s`}</span>
          <input
            type="range"
            min="0"
            max="10000"
            step="500"
            value={chaos[name]}
            onChange={(it) => set({ [name]: Number(it.currentTarget.value) })}
          />
        </label>
      ))}
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
          onChange={({ currentTarget: { value } }) =>
            set({ error_code: value === "" ? null : Number(value) })
          }
        >
          <option value="">no error</option>
          {Object.entries(ERRORS).map(([code, { title }]) => (
            <option key={code} value={code}>{`${code} ${title}`}</option>
          ))}
        </select>
      </label>
      {chaos.error_code !== null && (
        <Share
          label="… of all sends"
          value={chaos.error_share}
          onChange={(error_share) => set({ error_share })}
        />
      )}
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

function Share({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (share: number) => void;
}) {
  return (
    <label class="chaos-share">
      <span>{label}</span>
      <span>{`${Math.round(value * 100)} %`}</span>
      <input
        type="range"
        min="0"
        max="1"
        step="0.05"
        value={value}
        onChange={(it) => onChange(Number(it.currentTarget.value))}
      />
    </label>
  );
}

function isCalm({ seed: _, error_share: __, error_by: ___, ...rest }: ChaosSettings): boolean {
  return JSON.stringify({ ...CALM, ...rest }) === JSON.stringify(CALM);
}
